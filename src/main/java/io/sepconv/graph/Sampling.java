package io.sepconv.graph;

import io.sepconv.op.Resize;
import io.sepconv.op.Resize.AspectRatio;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A resize with its defaults resolved, one entry per axis of the operand; an axis that is not
 * resized keeps its size and has scale 1.
 *
 * @param size elements of the result
 * @param scale size of the result per size of the operand
 * @param extent the size that the scale leads to before it is rounded to {@code size}
 */
public record Sampling(int[] size, float[] scale, float[] extent) {

  /**
   * Resolves the operands of a resize, of which one is null.
   *
   * @param x shape that is resized
   * @param scales per resized axis
   * @param sizes per resized axis
   */
  public static Sampling of(Resize op, Shape x, float[] scales, long[] sizes) {
    if ((scales == null) == (sizes == null)) {
      throw new IllegalArgumentException("exactly one of scales and sizes must be given");
    }
    int[] axes = axes(op, x);
    int given = scales == null ? sizes.length : scales.length;
    if (given != axes.length) {
      throw new IllegalArgumentException(
          String.format(
              "%s must have one value per axis of %s that is resized: %s",
              scales == null
                  ? "sizes " + Arrays.toString(sizes)
                  : "scales " + Arrays.toString(scales),
              x,
              Arrays.toString(axes)));
    }
    long[] dims = Arrays.stream(x.dims()).asLongStream().toArray();
    float[] scale = new float[x.rank()];
    float[] extent = new float[x.rank()];
    Arrays.fill(scale, 1);
    for (int axis = 0; axis < dims.length; axis++) {
      extent[axis] = dims[axis];
    }
    float common = scales == null ? common(op, x, axes, sizes) : Float.NaN;
    for (int i = 0; i < axes.length; i++) {
      int axis = axes[i];
      if (scales != null) {
        if (!(scales[i] > 0)) {
          throw new IllegalArgumentException("scale " + scales[i] + " must be positive");
        }
        scale[axis] = scales[i];
        // In f32, as the ONNX library does: 10 * 0.7f is 7 there and 6.9999999 in f64.
        extent[axis] = x.dim(axis) * scales[i];
        dims[axis] = (long) Math.floor(extent[axis]);
      } else if (Float.isNaN(common)) {
        scale[axis] = (float) sizes[i] / x.dim(axis);
        extent[axis] = sizes[i];
        dims[axis] = sizes[i];
      } else {
        scale[axis] = common;
        extent[axis] = common * x.dim(axis);
        dims[axis] = Math.round((double) extent[axis]);
      }
      if (x.dim(axis) == 0 && dims[axis] > 0) {
        throw new IllegalArgumentException("axis " + axis + " of " + x + " has nothing to resize");
      }
    }
    return new Sampling(Shape.of(dims).dims(), scale, extent);
  }

  /** The resized axes: all, where the operator names none. */
  public static int[] axes(Resize op, Shape x) {
    List<Integer> axes = op.options().axes();
    int[] resolved =
        axes.isEmpty()
            ? IntStream.range(0, x.rank()).toArray()
            : axes.stream().mapToInt(x::axis).toArray();
    if (Arrays.stream(resolved).distinct().count() != resolved.length) {
      throw new IllegalArgumentException("axes " + axes + " name one axis of " + x + " twice");
    }
    return resolved;
  }

  /** The scale of all axes where the aspect ratio is kept, else NaN. */
  private static float common(Resize op, Shape x, int[] axes, long[] sizes) {
    AspectRatio ratio = op.options().aspectRatio();
    float common = Float.NaN;
    for (int i = 0; i < axes.length && ratio != AspectRatio.STRETCH; i++) {
      float scale = (float) sizes[i] / x.dim(axes[i]);
      boolean tighter = ratio == AspectRatio.NOT_LARGER ? scale < common : scale > common;
      common = i == 0 || tighter ? scale : common;
    }
    return common;
  }
}
