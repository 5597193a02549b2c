package io.sepconv.op;

import io.sepconv.tensor.Tensor;

/**
 * A tensor that repeats one value. Operand: the shape, i64 {@code [rank]}.
 *
 * @param value one element; its type is the type of the result
 */
public record ConstantOfShape(Tensor value) implements Op {
  public ConstantOfShape {
    if (value.size() != 1) {
      throw new IllegalArgumentException("ConstantOfShape needs one value, not " + value);
    }
  }

  @Override
  public String type() {
    return "ConstantOfShape";
  }
}
