package io.sepconv.benchmarks.nhwc;

import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;

/**
 * What ONNX's pads are where there is only SAME and VALID: SAME if that gives the same, else VALID
 * behind an operator that pads.
 *
 * @param same SAME, and nothing to pad
 * @param top rows to add before x
 * @param bottom rows to add behind x
 * @param left columns to add before x
 * @param right columns to add behind x
 */
public record Padding(boolean same, int top, int bottom, int left, int right) {
  /**
   * Of a window over a value.
   *
   * @param window with two axes, its pads written out
   * @param x shape of what it reads, {@code [N, C, H, W]}
   * @param y shape of the result
   * @throws IllegalStateException if there is no such padding
   */
  static Padding of(Window window, Shape x, Shape y) {
    if (window.rank() != 2) {
      throw new IllegalStateException("a window of " + window.rank() + " axes, not of two");
    }
    boolean same = true;
    int[] behind = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      int size = x.dim(2 + axis);
      int results = y.dim(2 + axis);
      int stride = window.stride().get(axis);
      int before = window.padBegin().get(axis);
      int total = Math.max(0, (results - 1) * stride + window.extent(axis) - size);
      same &= results == (size + stride - 1) / stride && before == total / 2;
      behind[axis] = Math.max(0, total - before);
      int padded = size + before + behind[axis];
      if (before < 0 || (padded - window.extent(axis)) / stride + 1 != results) {
        throw new IllegalStateException(window + " cuts rows or columns of " + x + " off");
      }
    }
    return same
        ? new Padding(true, 0, 0, 0, 0)
        : new Padding(
            false, window.padBegin().get(0), behind[0], window.padBegin().get(1), behind[1]);
  }

  /** Whether something is to be added. */
  boolean adds() {
    return top + bottom + left + right > 0;
  }

  /** The shape of the padded value. */
  Shape padded(Shape x) {
    return x.with(2, x.dim(2) + top + bottom).with(3, x.dim(3) + left + right);
  }
}
