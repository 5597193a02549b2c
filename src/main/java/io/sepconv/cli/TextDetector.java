package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.image.ChannelOrder;
import io.sepconv.image.Images;
import io.sepconv.image.PixelFormat;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;

/** PP-OCR's text detector: the probability, for every position of a picture, that it is text. */
final class TextDetector {
  /** Longest side that the network is given, in pixels. */
  private static final int LONG_SIDE = 960;

  /** The network halves its input five times, so both sides are multiples of this. */
  private static final int STEP = 32;

  private static final PixelFormat FORMAT =
      new PixelFormat(ChannelOrder.BGR, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  private TextDetector() {}

  /** The picture as the network wants it: {@code [1, 3, H, W]}, scaled to multiples of 32. */
  static Tensor input(BufferedImage picture) {
    double longer = Math.max(picture.getWidth(), picture.getHeight());
    double scale = Math.min(1, LONG_SIDE / longer);
    int width = multiple(picture.getWidth() * scale);
    int height = multiple(picture.getHeight() * scale);
    return FORMAT.toTensor(Images.resize(picture, width, height));
  }

  private static int multiple(double side) {
    return STEP * (int) Math.max(1, Math.round(side / STEP));
  }

  /** Runs the detector over a picture. */
  static Detection run(Model detector, BufferedImage picture) {
    Tensor map = detector.run(input(picture));
    Shape shape = map.shape();
    if (shape.rank() != 4 || shape.dim(1) != 1) {
      throw new IllegalStateException("the detector answers " + shape + ", not [1, 1, H, W]");
    }
    return new Detection(map, TextBoxes.find(map, picture.getWidth(), picture.getHeight()));
  }

  /**
   * What was found on a picture.
   *
   * @param map probabilities, {@code [1, 1, H, W]}, over the whole picture
   * @param boxes lines of text, from top to bottom
   */
  record Detection(Tensor map, List<TextBox> boxes) {}
}
