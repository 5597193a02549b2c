package io.sepconv.op;

/**
 * Chosen parts of an operand along an axis. Operands: x of any type, indices i64 or i32 of any
 * shape; a negative index counts from the end. The shape of the indices takes the axis's place.
 *
 * @param axis negative counts from the last
 */
public record Gather(int axis) implements Op {
  @Override
  public String type() {
    return "Gather";
  }
}
