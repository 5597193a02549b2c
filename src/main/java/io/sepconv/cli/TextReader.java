package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.image.Images;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds and reads the text of a picture; the caller closes the networks.
 *
 * @param detector finds lines
 * @param classifier tells which way up a line is
 * @param recognizer reads an upright line
 */
record TextReader(Model detector, Model classifier, TextRecognizer recognizer) {
  /**
   * Room left and right of a line for the recogniser, in heights of the line: where a box ends at
   * the last stroke, a full stop there is taken for a bracket.
   */
  private static final double MARGIN_X = 0.3;

  /**
   * Room above and below it. On 67 lines of 14 to 41 pixels these margins took the character error
   * from 1.1 % to 0.4 %; with 0.15 here it was 4.7 %.
   */
  private static final double MARGIN_Y = 0.05;

  /**
   * What was read on a picture.
   *
   * @param map probabilities of text, {@code [1, 1, H, W]}, over the whole picture
   * @param lines from top to bottom of the picture, also where it stands on its head
   */
  record Page(Tensor map, List<TextLine> lines) {}

  /** A line that was found, and what the recogniser is to see of it. */
  private record Found(TextBox box, TextDirection direction, Tensor input) {
    int width() {
      return input.shape().dim(-1);
    }
  }

  /** Reads a picture. */
  Page read(BufferedImage picture) {
    TextDetector.Detection detection = TextDetector.run(detector, picture);
    List<Found> found = detection.boxes().stream().map(box -> find(picture, box)).toList();
    // Equal widths one after the other: a model keeps few of its compilations.
    Map<Found, TextReading> readings = new IdentityHashMap<>();
    found.stream()
        .sorted(Comparator.comparingInt(Found::width))
        .forEach(line -> readings.put(line, recognizer.read(line.input())));
    List<TextLine> lines =
        found.stream()
            .map(line -> new TextLine(line.box(), line.direction(), readings.get(line)))
            .toList();
    return new Page(detection.map(), lines);
  }

  private Found find(BufferedImage picture, TextBox box) {
    BufferedImage tight = Images.crop(picture, box.x(), box.y(), box.width(), box.height());
    TextDirection direction = TextDirection.of(classifier, tight);
    return new Found(box, direction, TextRecognizer.input(upright(picture, box, direction)));
  }

  /**
   * A line as the recogniser reads it: with a margin, and turned if it surely stands on its head.
   */
  static BufferedImage upright(BufferedImage picture, TextBox box, TextDirection direction) {
    int marginX = (int) Math.ceil(MARGIN_X * box.height());
    int marginY = (int) Math.ceil(MARGIN_Y * box.height());
    int left = Math.max(0, box.x() - marginX);
    int top = Math.max(0, box.y() - marginY);
    int right = Math.min(picture.getWidth(), box.x() + box.width() + marginX);
    int bottom = Math.min(picture.getHeight(), box.y() + box.height() + marginY);
    BufferedImage line = Images.crop(picture, left, top, right - left, bottom - top);
    return direction.rotated() && direction.isSure() ? Images.rotate180(line) : line;
  }
}
