package io.sepconv.cli;

import io.sepconv.graph.GraphInput;
import io.sepconv.image.ChannelOrder;
import io.sepconv.image.Images;
import io.sepconv.image.PixelFormat;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Option;

/** How a picture becomes the input of a network. */
final class PictureOptions {
  private static final int CHANNELS = 3;

  @Option(
      names = "--mean",
      paramLabel = "M",
      split = ",",
      defaultValue = "0.5",
      description =
          "A picture's value v of 0 to 255 becomes (v/255 - M) / S. One number, or three with"
              + " commas in the order of the network's channels (default: ${DEFAULT-VALUE}).")
  private List<Double> mean;

  @Option(
      names = "--std",
      paramLabel = "S",
      split = ",",
      defaultValue = "0.5",
      description = "See --mean (default: ${DEFAULT-VALUE}).")
  private List<Double> std;

  @Option(
      names = "--bgr",
      description = "Give a picture's channels as blue, green, red instead of RGB.")
  private boolean bgr;

  /**
   * Reads a picture for an input {@code [N, 3, H, W]} or {@code [N, H, W, 3]}. It is scaled to H
   * and W where they are known and keeps its size where they are not.
   *
   * @param sizes what is known of the input's sizes
   */
  Tensor read(Path file, GraphInput input, List<Integer> sizes) {
    boolean channelsLast =
        sizes.size() == 4 && sizes.get(1) != CHANNELS && sizes.get(3) == CHANNELS;
    int rows = channelsLast ? 1 : 2;
    if (sizes.size() != 4
        || !fits(sizes.get(0), 1)
        || !fits(sizes.get(rows == 1 ? 3 : 1), CHANNELS)) {
      throw new IllegalArgumentException(
          String.format(
              "input '%s' %s takes no picture, which is [1, 3, H, W] or [1, H, W, 3]",
              input.name(), input.describe()));
    }
    BufferedImage picture = Images.read(file);
    int height = known(sizes.get(rows), picture.getHeight());
    int width = known(sizes.get(rows + 1), picture.getWidth());
    if (height != picture.getHeight() || width != picture.getWidth()) {
      picture = Images.resize(picture, width, height);
    }
    Tensor tensor = format().toTensor(picture);
    return channelsLast ? toChannelsLast(tensor) : tensor;
  }

  private static boolean fits(int size, int wanted) {
    return size == GraphInput.UNKNOWN || size == wanted;
  }

  private static int known(int size, int otherwise) {
    return size == GraphInput.UNKNOWN ? otherwise : size;
  }

  private PixelFormat format() {
    ChannelOrder order = bgr ? ChannelOrder.BGR : ChannelOrder.RGB;
    return new PixelFormat(order, perChannel("--mean", mean), perChannel("--std", std));
  }

  private static List<Double> perChannel(String option, List<Double> values) {
    if (values.size() != 1 && values.size() != CHANNELS) {
      throw new IllegalArgumentException(
          option + " takes one number or " + CHANNELS + ", not " + values);
    }
    return values.size() == 1 ? Collections.nCopies(CHANNELS, values.get(0)) : values;
  }

  private static Tensor toChannelsLast(Tensor tensor) {
    Shape shape = tensor.shape();
    int plane = (int) shape.size(2, 4);
    float[] planes = tensor.floats();
    float[] pixels = new float[planes.length];
    for (int i = 0; i < plane; i++) {
      for (int c = 0; c < CHANNELS; c++) {
        pixels[i * CHANNELS + c] = planes[c * plane + i];
      }
    }
    return Tensor.of(Shape.of(1, shape.dim(2), shape.dim(3), CHANNELS), pixels);
  }
}
