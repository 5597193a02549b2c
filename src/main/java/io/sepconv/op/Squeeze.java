package io.sepconv.op;

/**
 * Removes axes of size 1. Operands: x, the axes as i64 {@code [n]} (optional); without them all of
 * size 1 go; negative ones count from the last.
 */
public record Squeeze() implements Op {
  @Override
  public String type() {
    return "Squeeze";
  }
}
