package io.sepconv.op;

/**
 * Maximum pooling that also says where each maximum lies. Operand: x {@code [N, C, (D,) (H,) W]};
 * results: the maxima, and for each its place in x as i64, counted over all of x. Of equal elements
 * the first in row-major order is the maximum; a window of padding alone has the place -1.
 *
 * @param pool the windows
 * @param columnMajor count places within a channel as if its first spatial axis were the dense one
 */
public record MaxPoolIndices(Pool pool, boolean columnMajor) implements Op {
  public MaxPoolIndices {
    if (pool.kind() != Pool.Kind.MAX) {
      throw new IllegalArgumentException("only a maximum has a place, not " + pool);
    }
  }

  @Override
  public String type() {
    return "MaxPool";
  }
}
