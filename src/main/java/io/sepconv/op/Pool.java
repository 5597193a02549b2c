package io.sepconv.op;

/**
 * The maximum or the mean over a sliding window. Operand: x {@code [N, C, (D,) (H,) W]}.
 *
 * <p>On the reference a maximum over NaN is NaN; a native backend may ignore NaN, and give {@code
 * -Float.MAX_VALUE} where a window holds nothing but NaN and negative infinity.
 *
 * @param kind maximum or average
 * @param window kernel, strides, dilations and pads; each pad is smaller than the kernel's extent
 * @param ceilMode round the output size up
 * @param countIncludePad an average counts padding too: it divides by the window's elements in the
 *     padded input, which is the kernel's volume but where ceilMode lets a window hang over its end
 */
public record Pool(Kind kind, Window window, boolean ceilMode, boolean countIncludePad)
    implements Op {
  /** What a window is reduced to. */
  public enum Kind {
    MAX,
    AVERAGE
  }

  public Pool {
    for (int i = 0; i < window.rank(); i++) {
      int begin = window.padBegin().get(i);
      int end = window.padEnd().get(i);
      if (begin < 0 || end < 0 || begin >= window.extent(i) || end >= window.extent(i)) {
        throw new IllegalArgumentException(
            String.format(
                "pads %d and %d of a pooling window of %d must lie in 0..%d",
                begin, end, window.extent(i), window.extent(i) - 1));
      }
    }
  }

  @Override
  public String type() {
    return kind == Kind.MAX ? "MaxPool" : "AveragePool";
  }
}
