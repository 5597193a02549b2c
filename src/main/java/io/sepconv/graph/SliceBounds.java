package io.sepconv.graph;

import io.sepconv.tensor.Shape;
import java.util.Arrays;

/**
 * A slice with its defaults and clamping resolved, one entry per axis of the operand.
 *
 * @param start first position read along each axis
 * @param step distance between positions read, may be negative
 * @param count number of positions read
 */
public record SliceBounds(int[] start, int[] step, int[] count) {

  /**
   * Resolves the operands of ONNX's Slice.
   *
   * @param x shape that is sliced
   * @param starts first position per sliced axis; negative counts from the end; clamped
   * @param ends position behind the last per sliced axis; negative counts from the end; clamped
   * @param axes the sliced axes, or null for the first ones
   * @param steps distance per sliced axis, or null for 1
   */
  public static SliceBounds of(Shape x, long[] starts, long[] ends, long[] axes, long[] steps) {
    int n = starts.length;
    if (ends.length != n
        || (axes != null && axes.length != n)
        || (steps != null && steps.length != n)
        || n > x.rank()) {
      throw new IllegalArgumentException(
          String.format(
              "starts %s, ends %s, axes %s and steps %s must have one value per sliced axis of %s",
              Arrays.toString(starts),
              Arrays.toString(ends),
              Arrays.toString(axes),
              Arrays.toString(steps),
              x));
    }
    int[] start = new int[x.rank()];
    int[] step = new int[x.rank()];
    Arrays.fill(step, 1);
    int[] count = x.dims();
    for (int i = 0; i < n; i++) {
      int axis = axes == null ? i : ShapeArithmetic.axis(x, axes[i]);
      long size = x.dim(axis);
      long by = steps == null ? 1 : steps[i];
      if (by == 0) {
        throw new IllegalArgumentException("the step of axis " + axis + " is 0");
      }
      // A backward slice may stop before position 0, which only "-1 after wrapping" can say.
      long from = clamp(starts[i], size, 0, by > 0 ? size : size - 1);
      long to = clamp(ends[i], size, by > 0 ? 0 : -1, by > 0 ? size : size - 1);
      long span = by > 0 ? to - from : from - to;
      long length = span <= 0 || size == 0 ? 0 : (span - 1) / Math.abs(by) + 1;
      start[axis] = (int) from;
      step[axis] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, by));
      count[axis] = (int) length;
    }
    return new SliceBounds(start, step, count);
  }

  private static long clamp(long position, long size, long low, long high) {
    long wrapped = position < 0 ? position + size : position;
    return Math.max(low, Math.min(high, wrapped));
  }

  /** The shape of the slice. */
  public Shape shape() {
    return Shape.of(count);
  }
}
