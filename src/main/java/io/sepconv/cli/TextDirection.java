package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.image.ChannelOrder;
import io.sepconv.image.Images;
import io.sepconv.image.PixelFormat;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer of PP-OCR's direction classifier to one line of text.
 *
 * @param rotated whether the line stands on its head
 * @param confidence probability of that answer, from 0.5 to 1
 */
record TextDirection(boolean rotated, double confidence) {
  private static final int HEIGHT = 48;
  private static final int WIDTH = 192;

  /** PP-OCR turns a line only above this. */
  private static final double SURE = 0.9;

  private static final PixelFormat FORMAT = PixelFormat.of(ChannelOrder.BGR, 0.5, 0.5);

  /**
   * Runs the classifier over one line of text.
   *
   * <p>Its window is 4 times as wide as high. A longer line is cut into equal parts that fit, and
   * their probabilities are averaged: squeezed into one window, as PP-OCR does, the letters of a
   * line of 40 become too narrow to be told from upside-down ones.
   */
  static TextDirection of(Model classifier, BufferedImage line) {
    List<Tensor> inputs = inputs(line);
    double rotated = 0;
    for (Tensor input : inputs) {
      float[] probabilities = classifier.run(input).floats();
      if (probabilities.length != 2) {
        throw new IllegalStateException(
            "the classifier answers " + probabilities.length + " numbers, not 2");
      }
      rotated += probabilities[1] / inputs.size();
    }
    return new TextDirection(rotated > 0.5, Math.max(rotated, 1 - rotated));
  }

  /**
   * The line as the network wants it: 48 high in proportion, in parts {@code [1, 3, 48, 192]}, each
   * filled with zeros on the right.
   */
  static List<Tensor> inputs(BufferedImage line) {
    double fitting = (double) WIDTH / HEIGHT * line.getHeight();
    int parts = (int) Math.ceil(line.getWidth() / fitting);
    List<Tensor> inputs = new ArrayList<>();
    for (int i = 0; i < parts; i++) {
      int left = (int) ((long) line.getWidth() * i / parts);
      int right = (int) ((long) line.getWidth() * (i + 1) / parts);
      BufferedImage part = Images.crop(line, left, 0, right - left, line.getHeight());
      double width = Math.ceil((double) HEIGHT * part.getWidth() / part.getHeight());
      BufferedImage scaled = Images.resize(part, (int) Math.min(WIDTH, width), HEIGHT);
      inputs.add(FORMAT.toTensor(scaled, HEIGHT, WIDTH));
    }
    return inputs;
  }

  boolean isSure() {
    return confidence > SURE;
  }

  /** The answer in words. */
  String describe() {
    return (rotated ? "upside down" : "upright") + (isSure() ? "" : " (unsure)");
  }
}
