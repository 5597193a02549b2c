package io.sepconv.image;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;

/**
 * How a network wants its picture: a channel c of value v in 0..255 becomes {@code (v / 255 -
 * mean[c]) / std[c]}.
 *
 * <pre>{@code
 * PixelFormat format = PixelFormat.of(ChannelOrder.BGR, 0.5, 0.5); // v / 127.5 - 1
 * Tensor x = format.toTensor(picture);
 * }</pre>
 *
 * @param order order of the channels in the tensor
 * @param mean one value per channel, in the tensor's order, on a scale where white is 1
 * @param std one value per channel, in the tensor's order, not zero
 */
public record PixelFormat(ChannelOrder order, List<Double> mean, List<Double> std) {
  private static final double[] LUMA = {0.299, 0.587, 0.114};

  public PixelFormat {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != 3 || std.size() != 3 || std.contains(0.0)) {
      throw new IllegalArgumentException(
          "mean " + mean + " and std " + std + " must have 3 values each, std no zero");
    }
  }

  /** The same mean and standard deviation for every channel. */
  public static PixelFormat of(ChannelOrder order, double mean, double std) {
    return new PixelFormat(order, Collections.nCopies(3, mean), Collections.nCopies(3, std));
  }

  /** A tensor {@code [1, 3, H, W]} of the picture's size. */
  public Tensor toTensor(BufferedImage picture) {
    return toTensor(picture, picture.getHeight(), picture.getWidth());
  }

  /**
   * A tensor {@code [1, 3, height, width]} with the picture in its top left corner; the rest is 0,
   * the value of {@code mean}, not of black.
   *
   * @param height rows of the tensor, at least the picture's
   * @param width columns of the tensor, at least the picture's
   */
  public Tensor toTensor(BufferedImage picture, int height, int width) {
    if (picture.getHeight() > height || picture.getWidth() > width) {
      throw new IllegalArgumentException(
          String.format(
              "a picture of %d x %d pixels does not fit a tensor of %d x %d: resize it first",
              picture.getWidth(), picture.getHeight(), width, height));
    }
    int plane = Math.multiplyExact(height, width);
    float[] values = new float[Math.multiplyExact(3, plane)];
    Pixels pixels = new Pixels(picture);
    float[][] table = table();
    for (int y = 0; y < picture.getHeight(); y++) {
      int[] row = pixels.row(y);
      for (int c = 0; c < 3; c++) {
        int shift = order == ChannelOrder.RGB ? 16 - 8 * c : 8 * c;
        int at = c * plane + y * width;
        for (int x = 0; x < row.length; x++) {
          values[at + x] = table[c][row[x] >> shift & 255];
        }
      }
    }
    return Tensor.of(Shape.of(1, 3, height, width), values);
  }

  private float[][] table() {
    float[][] table = new float[3][256];
    for (int c = 0; c < 3; c++) {
      for (int v = 0; v < 256; v++) {
        table[c][v] = (float) ((v / 255.0 - mean.get(c)) / std.get(c));
      }
    }
    return table;
  }

  /**
   * The brightness of a picture as {@code [1, 1, H, W]}: 0.299 R + 0.587 G + 0.114 B (ITU-R
   * BT.601), rounded to whole numbers from 0, black, to 255, white.
   */
  public static Tensor grey(BufferedImage picture) {
    int width = picture.getWidth();
    float[] values = new float[Math.multiplyExact(picture.getHeight(), width)];
    Pixels pixels = new Pixels(picture);
    for (int y = 0; y < picture.getHeight(); y++) {
      int[] row = pixels.row(y);
      for (int x = 0; x < width; x++) {
        int rgb = row[x];
        values[y * width + x] =
            Math.round(
                LUMA[0] * (rgb >> 16 & 255) + LUMA[1] * (rgb >> 8 & 255) + LUMA[2] * (rgb & 255));
      }
    }
    return Tensor.of(Shape.of(1, 1, picture.getHeight(), width), values);
  }
}
