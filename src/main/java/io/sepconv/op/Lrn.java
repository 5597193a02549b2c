package io.sepconv.op;

/**
 * Local response normalisation: x / (bias + alpha / size * s)^beta, where s is the sum of the
 * squares of {@code size} neighbouring channels at one position. The window starts (size - 1) / 2
 * channels before its own, rounded down; where it leaves the channels, zeros stand.
 *
 * <p>Operand: x {@code [N, C, ...]}.
 *
 * @param size channels in the window, at least 1
 * @param alpha weight of the mean square
 * @param beta exponent
 * @param bias added to the weighted mean square
 */
public record Lrn(int size, float alpha, float beta, float bias) implements Op {
  /** Checks the size. */
  public Lrn {
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, not " + size);
    }
  }

  @Override
  public String type() {
    return "LRN";
  }
}
