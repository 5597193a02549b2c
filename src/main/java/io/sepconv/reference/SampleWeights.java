package io.sepconv.reference;

import io.sepconv.graph.Sampling;
import io.sepconv.op.Resize;
import io.sepconv.op.Resize.Mode;

/**
 * The samples along an axis that make up one element of a resized axis, with their weights.
 *
 * @param index positions in the operand
 * @param weight of the same length
 */
public record SampleWeights(int[] index, double[] weight) {

  /**
   * The samples of each element along an axis of the result, by any coordinates but {@link
   * Resize.Coordinates#TF_CROP_AND_RESIZE}.
   *
   * @param length of the operand along the axis
   */
  public static SampleWeights[] along(Resize op, Sampling sampling, int axis, int length) {
    int size = sampling.size()[axis];
    float scale = sampling.scale()[axis];
    SampleWeights[] weights = new SampleWeights[size];
    for (int o = 0; o < size; o++) {
      float extent = sampling.extent()[axis];
      float position = ResizeEvaluator.position(op, o, length, size, scale, extent, 0, 1);
      weights[o] = of(op, position, length, scale);
    }
    return weights;
  }

  /**
   * The samples around a position.
   *
   * @param position in samples of the operand
   * @param length of the operand
   * @param scale size of the result per size of the operand
   */
  static SampleWeights of(Resize op, float position, int length, float scale) {
    if (op.mode() == Mode.NEAREST) {
      int sample = Math.min(Math.max(nearest(op, position, scale), 0), length - 1);
      return new SampleWeights(new int[] {sample}, new double[] {1});
    }
    // Antialiasing widens the filter until it covers every sample between two positions.
    double stretch = op.options().antialias() ? Math.min(scale, 1) : 1;
    double reach = (op.mode() == Mode.LINEAR ? 1 : 2) / stretch;
    int first = (int) Math.ceil(position - reach);
    int count = (int) Math.floor(position + reach) - first + 1;
    int[] index = new int[count];
    double[] weight = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      int sample = first + i;
      index[i] = Math.min(Math.max(sample, 0), length - 1);
      boolean excluded = op.options().excludeOutside() && sample != index[i];
      weight[i] = excluded ? 0 : filter(op, (sample - (double) position) * stretch);
      sum += weight[i];
    }
    for (int i = 0; i < count; i++) {
      weight[i] /= sum;
    }
    return new SampleWeights(index, weight);
  }

  private static int nearest(Resize op, float position, float scale) {
    return (int)
        switch (op.rounding()) {
          case ROUND_PREFER_FLOOR -> Math.ceil(position - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(position + 0.5);
          case FLOOR -> Math.floor(position);
          case CEIL -> Math.ceil(position);
          case BY_SCALE -> scale < 1 ? Math.ceil(position) : Math.floor(position);
        };
  }

  /** The weight of a sample at the given distance: a triangle, or the cubic of Keys. */
  private static double filter(Resize op, double distance) {
    double d = Math.abs(distance);
    if (op.mode() == Mode.LINEAR) {
      return Math.max(0, 1 - d);
    }
    double a = op.options().cubicA();
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }

  /**
   * The weighted sum.
   *
   * @param start offset of the sample at position 0
   * @param stride distance between neighbouring samples
   */
  double sum(double[] x, int start, int stride) {
    double sum = 0;
    for (int i = 0; i < index.length; i++) {
      // A weight of zero must not turn an infinity beside the position into NaN.
      if (weight[i] != 0) {
        sum += weight[i] * x[start + index[i] * stride];
      }
    }
    return sum;
  }
}
