package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.image.ChannelOrder;
import io.sepconv.image.Images;
import io.sepconv.image.PixelFormat;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;

/** PP-OCR's recogniser: reads one upright line of text. */
final class TextRecognizer {
  private static final int HEIGHT = 48;

  /** Of the pictures that the network was trained on; shorter lines are filled up to it. */
  private static final int MIN_WIDTH = 320;

  /** Longer lines are squeezed: attention takes time by the square of the width. */
  private static final int MAX_WIDTH = 2560;

  /** Every width is a compilation of its own, so there are few. */
  private static final int STEP = 64;

  private static final PixelFormat FORMAT = PixelFormat.of(ChannelOrder.BGR, 0.5, 0.5);

  private final Model network;
  private final CtcDecoder decoder;

  /** Reads with a network, which the caller closes. */
  TextRecognizer(Model network) {
    this.network = network;
    this.decoder = CtcDecoder.of(network.metadata());
  }

  /** What a line, as {@link #input} gives it, says, without blanks at its ends. */
  TextReading read(Tensor line) {
    return decoder.decode(network.run(line)).strip();
  }

  /**
   * The line as the network wants it: {@code [1, 3, 48, W]} in proportion, W a multiple of 64 from
   * 320 on, filled with zeros on the right.
   */
  static Tensor input(BufferedImage line) {
    double inProportion = Math.ceil((double) HEIGHT * line.getWidth() / line.getHeight());
    int width = (int) Math.min(MAX_WIDTH, inProportion);
    int columns = Math.max(MIN_WIDTH, (width + STEP - 1) / STEP * STEP);
    return FORMAT.toTensor(Images.resize(line, width, HEIGHT), HEIGHT, columns);
  }
}
