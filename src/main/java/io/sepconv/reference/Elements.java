package io.sepconv.reference;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Elements of any type by their places in a row-major array. */
final class Elements {
  /** Stands for an element that comes from nowhere. */
  static final int NONE = -1;

  private Elements() {}

  /** The elements of x at the given offsets; zero (or {@code false}) for {@link #NONE}. */
  static Tensor pick(Tensor x, Shape shape, int[] offsets) {
    return pick(x, shape, offsets, Tensor.zeros(x.type(), Shape.of()));
  }

  /**
   * The elements of x at the given offsets.
   *
   * @param fill one element of x's type, taken for {@link #NONE}
   */
  static Tensor pick(Tensor x, Shape shape, int[] offsets, Tensor fill) {
    Tensor y = Tensor.zeros(x.type(), shape);
    for (int i = 0; i < offsets.length; i++) {
      Tensor from = offsets[i] == NONE ? fill : x;
      copy(from, Math.max(offsets[i], 0), y, i);
    }
    return y;
  }

  /** Copies one element to a tensor of the same type. */
  static void copy(Tensor x, int from, Tensor y, int to) {
    switch (x.type()) {
      case FLOAT32 -> y.floats()[to] = x.floats()[from];
      case INT64 -> y.longs()[to] = x.longs()[from];
      case INT32 -> y.ints()[to] = x.ints()[from];
      case BOOL -> y.booleans()[to] = x.booleans()[from];
    }
  }
}
