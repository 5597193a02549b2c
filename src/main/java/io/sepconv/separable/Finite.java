package io.sepconv.separable;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/** Refuses weights of which no decomposition exists. */
final class Finite {
  private Finite() {}

  /**
   * The values of a tensor.
   *
   * @param what names it in the message
   * @throws IllegalArgumentException if one is NaN or infinite, with its place
   */
  static double[] values(String what, Tensor tensor) {
    float[] floats = tensor.floats();
    double[] values = new double[floats.length];
    for (int i = 0; i < floats.length; i++) {
      if (!Float.isFinite(floats[i])) {
        throw new IllegalArgumentException(
            String.format(
                "%s %s has %s at %s: only finite numbers can be decomposed",
                what, tensor.shape(), floats[i], Arrays.toString(place(tensor.shape(), i))));
      }
      values[i] = floats[i];
    }
    return values;
  }

  private static int[] place(Shape shape, int index) {
    int[] place = new int[shape.rank()];
    int left = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      place[axis] = left % shape.dim(axis);
      left /= shape.dim(axis);
    }
    return place;
  }
}
