package io.sepconv.op;

/**
 * The matrix product of the last two axes as NumPy defines it: leading axes broadcast, rank 1
 * extends.
 */
public record MatMul() implements Op {
  @Override
  public String type() {
    return "MatMul";
  }
}
