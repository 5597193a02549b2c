package io.sepconv.op;

/**
 * An operand repeated along its axes of size one. Operands: x of any type, shape i64 {@code [n]};
 * the result has the shape that the two broadcast to.
 */
public record Expand() implements Op {
  @Override
  public String type() {
    return "Expand";
  }
}
