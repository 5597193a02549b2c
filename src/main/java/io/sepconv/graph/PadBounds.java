package io.sepconv.graph;

import io.sepconv.op.Pad;
import io.sepconv.tensor.Shape;
import java.util.Arrays;

/**
 * Padding with its defaults resolved, one entry per axis of the operand.
 *
 * @param begin elements added before the operand along each axis; a negative number is cropped
 * @param end elements added behind it
 */
public record PadBounds(int[] begin, int[] end) {

  /**
   * Resolves the operands of ONNX's Pad.
   *
   * @param x shape that is padded
   * @param pads a begin for each padded axis, then an end for each
   * @param axes the padded axes, or null for all
   */
  public static PadBounds of(Shape x, long[] pads, long[] axes) {
    int n = axes == null ? x.rank() : axes.length;
    if (pads.length != 2 * n) {
      throw new IllegalArgumentException(
          String.format(
              "pads %s must have two values for each of %d padded axes of %s",
              Arrays.toString(pads), n, x));
    }
    int[] begin = new int[x.rank()];
    int[] end = new int[x.rank()];
    boolean[] seen = new boolean[x.rank()];
    for (int i = 0; i < n; i++) {
      int axis = axes == null ? i : ShapeArithmetic.axis(x, axes[i]);
      if (seen[axis]) {
        throw new IllegalArgumentException(
            "axes " + Arrays.toString(axes) + " name axis " + axis + " twice");
      }
      seen[axis] = true;
      begin[axis] = Math.toIntExact(pads[i]);
      end[axis] = Math.toIntExact(pads[i + n]);
    }
    return new PadBounds(begin, end);
  }

  /**
   * The shape of the result.
   *
   * @throws IllegalArgumentException if more is cropped than there is, or if padding other than a
   *     constant has nothing to take its elements from
   */
  public Shape shape(Shape x, Pad.Mode mode) {
    long[] dims = new long[x.rank()];
    for (int axis = 0; axis < dims.length; axis++) {
      long kept = (long) x.dim(axis) + Math.min(begin[axis], 0) + Math.min(end[axis], 0);
      dims[axis] = (long) x.dim(axis) + begin[axis] + end[axis];
      if (kept < 0) {
        throw new IllegalArgumentException(
            String.format(
                "pads %d and %d crop more than axis %d of %s has",
                begin[axis], end[axis], axis, x));
      }
      if (kept == 0 && dims[axis] > 0 && mode != Pad.Mode.CONSTANT) {
        throw new IllegalArgumentException(
            String.format(
                "axis %d of %s has nothing to pad with in mode %s; only a constant can fill it",
                axis, x, mode));
      }
    }
    return Shape.of(dims);
  }
}
