package io.sepconv.op;

/**
 * Inserts axes of size 1. Operands: x, their places in the result as i64 {@code [n]}; negative ones
 * count from the result's last.
 */
public record Unsqueeze() implements Op {
  @Override
  public String type() {
    return "Unsqueeze";
  }
}
