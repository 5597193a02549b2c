package io.sepconv.graph;

import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/**
 * Element type and shape of a value.
 *
 * @param type type of the elements
 * @param shape sizes of the axes, all known
 */
public record ValueType(DataType type, Shape shape) {
  /** The most axes a value may have. */
  public static final int MAX_RANK = 6;

  /** The most elements a value may have: those of a Java array. */
  public static final int MAX_SIZE = Integer.MAX_VALUE - 8;

  /** The type of an existing tensor. */
  public static ValueType of(Tensor tensor) {
    return new ValueType(tensor.type(), tensor.shape());
  }

  /** An f32 value of the given shape. */
  public static ValueType floats(Shape shape) {
    return new ValueType(DataType.FLOAT32, shape);
  }

  /** Bytes of the value in a dense array. */
  public long bytes() {
    return shape.size() * type.bytes();
  }

  /**
   * The number of elements with every size of 0 taken as 1: what loops over the axes and strides
   * grow with even where there is no element. At most the largest long.
   */
  public long paddedSize() {
    long size = 1;
    for (int dim : shape.dims()) {
      int padded = Math.max(1, dim);
      if (size > Long.MAX_VALUE / padded) {
        return Long.MAX_VALUE;
      }
      size *= padded;
    }
    return size;
  }

  /** The bytes of {@link #paddedSize} elements, at most the largest long. */
  public long paddedBytes() {
    long size = paddedSize();
    return size > Long.MAX_VALUE / type.bytes() ? Long.MAX_VALUE : size * type.bytes();
  }

  /**
   * Refuses what no limit allows: more than {@value #MAX_RANK} axes, or sizes whose product, zeros
   * taken as ones, goes beyond {@value #MAX_SIZE}.
   *
   * @throws IllegalArgumentException with the type
   */
  public void requireRepresentable() {
    if (shape.rank() > MAX_RANK) {
      throw new IllegalArgumentException(
          "a value of " + shape.rank() + " axes; sepconv has up to " + MAX_RANK);
    }
    if (paddedSize() > MAX_SIZE) {
      throw new IllegalArgumentException(
          this + " is too large: its sizes multiply to more than 2^31-9");
    }
  }

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
