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

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
