package io.sepconv.image;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/**
 * Shows maps: tensors with one number per position, {@code [H, W]}, {@code [1, H, W]} or {@code [1,
 * 1, H, W]}.
 */
public final class Maps {
  private static final float[] LOW = {255, 200, 0};
  private static final float[] HIGH = {225, 0, 40};
  private static final float[] NEGATIVE = {30, 90, 180};
  private static final float[] POSITIVE = {190, 40, 30};

  private Maps() {}

  /**
   * A grey picture of a map.
   *
   * @param black the value shown black; what lies beyond it is black too
   * @param white the value shown white; what lies beyond it is white too
   */
  public static BufferedImage grey(Tensor map, double black, double white) {
    if (black == white) {
      throw new IllegalArgumentException("black and white are both " + black);
    }
    int height = height(map);
    int width = map.shape().dim(-1);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    // Samples are written as they are; setRGB would take them for linear light.
    WritableRaster raster = picture.getRaster();
    float[] values = map.floats();
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double share = (values[y * width + x] - black) / (white - black);
        row[x] = (int) Math.round(255 * Math.max(0, Math.min(1, share)));
      }
      raster.setSamples(0, y, width, 1, 0, row);
    }
    return picture;
  }

  /**
   * A picture of a map of both signs: white where it is 0, towards red where it is positive,
   * towards blue where it is negative.
   *
   * @param full the value shown in full colour, as what lies beyond it, and its negative; more than
   *     0
   */
  public static BufferedImage signed(Tensor map, double full) {
    if (!(full > 0)) {
      throw new IllegalArgumentException("the value of full colour must be above 0, not " + full);
    }
    int height = height(map);
    int width = map.shape().dim(-1);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    float[] values = map.floats();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float value = values[y * width + x];
        float share = (float) Math.min(1, Math.abs(value) / full);
        picture.setRGB(x, y, towards(0xFFFFFF, value < 0 ? NEGATIVE : POSITIVE, share));
      }
    }
    return picture;
  }

  /**
   * A picture with a map of probabilities laid over it, from yellow to red: where the map is 0 the
   * picture shows unchanged, where it is 1 the colour covers {@code opacity} of it.
   *
   * @param map values from 0 to 1 (others are clamped), scaled to the size of the picture
   * @param opacity from 0, invisible, to 1
   */
  public static BufferedImage overlay(BufferedImage picture, Tensor map, double opacity) {
    if (!(opacity >= 0 && opacity <= 1)) {
      throw new IllegalArgumentException("opacity must be from 0 to 1, not " + opacity);
    }
    int width = picture.getWidth();
    float[] heat = resize(map, picture.getHeight(), width).floats();
    BufferedImage result = Images.toRgb(picture);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < width; x++) {
        float share = Math.max(0, Math.min(1, heat[y * width + x]));
        result.setRGB(x, y, blend(result.getRGB(x, y), share, (float) opacity * share));
      }
    }
    return result;
  }

  private static int blend(int rgb, float heat, float opacity) {
    float[] over = new float[3];
    for (int c = 0; c < 3; c++) {
      over[c] = LOW[c] + heat * (HIGH[c] - LOW[c]);
    }
    return towards(rgb, over, opacity);
  }

  /** A colour with so much of the way to another gone. */
  private static int towards(int rgb, float[] other, float share) {
    int blended = 0;
    for (int c = 0; c < 3; c++) {
      int under = rgb >> (16 - 8 * c) & 255;
      blended = blended << 8 | Math.round(under + share * (other[c] - under));
    }
    return blended;
  }

  /** A map scaled to {@code [1, 1, height, width]}, as {@link Images#resize} scales a picture. */
  public static Tensor resize(Tensor map, int height, int width) {
    int rows = height(map);
    int columns = map.shape().dim(-1);
    float[] narrow = new float[Math.multiplyExact(rows, width)];
    Resampler across = new Resampler(columns, width);
    for (int y = 0; y < rows; y++) {
      across.line(map.floats(), y * columns, 1, narrow, y * width, 1);
    }
    float[] result = new float[Math.multiplyExact(height, width)];
    Resampler down = new Resampler(rows, height);
    for (int x = 0; x < width; x++) {
      down.line(narrow, x, width, result, x, width);
    }
    return Tensor.of(Shape.of(1, 1, height, width), result);
  }

  private static int height(Tensor map) {
    Shape shape = map.shape();
    if (shape.rank() < 2 || shape.size(0, shape.rank() - 2) != 1 || shape.size() == 0) {
      throw new IllegalArgumentException("a map has one number per position, not shape " + shape);
    }
    return shape.dim(-2);
  }
}
