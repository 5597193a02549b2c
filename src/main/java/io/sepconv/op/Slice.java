package io.sepconv.op;

/**
 * A strided part. Operands: x, starts, ends, axes (optional), steps (optional), all i64 or i32
 * {@code [n]}; negative positions count from the end, positions beyond it are clamped.
 */
public record Slice() implements Op {
  @Override
  public String type() {
    return "Slice";
  }
}
