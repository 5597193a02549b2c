package io.sepconv.graph;

import static io.sepconv.graph.ShapeRules.floats;
import static io.sepconv.graph.ShapeRules.require;

import io.sepconv.graph.ShapeInference.Operands;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;

/** Shapes of the operators that slide a window over the spatial axes. */
final class WindowedShapes {
  private WindowedShapes() {}

  static ValueType conv(Conv op, Operands in) {
    Shape x = floats(in, 0).shape();
    Shape w = floats(in, 1).shape();
    requireSpatial(x, w, op.window());
    require(
        x.dim(1) == (long) w.dim(1) * op.groups() && w.dim(0) % op.groups() == 0,
        "x %s and weights %s do not fit %d groups: weights are [O, C/groups, ...]",
        x,
        w,
        op.groups());
    requireBias(in, w.dim(0));
    Window window = resolved(op.window(), x);
    Shape y = windowed(x, window, w.dim(0), (i, size) -> window.outputSize(i, size, false));
    if (in.has(3)) {
      Shape residual = floats(in, 3).shape();
      require(residual.equals(y), "the residual must be %s as the result, not %s", y, residual);
    }
    return ValueType.floats(y);
  }

  static ValueType convTranspose(ConvTranspose op, Operands in) {
    Shape x = floats(in, 0).shape();
    Shape w = floats(in, 1).shape();
    requireSpatial(x, w, op.window());
    require(
        x.dim(1) == w.dim(0) && x.dim(1) % op.groups() == 0,
        "x %s and weights %s do not fit %d groups: weights are [C, O/groups, ...]",
        x,
        w,
        op.groups());
    int channels = Math.multiplyExact(w.dim(1), op.groups());
    requireBias(in, channels);
    ConvTranspose resolved = op.resolve(spatial(x));
    return ValueType.floats(windowed(x, op.window(), channels, resolved::outputSize));
  }

  private static void requireSpatial(Shape x, Shape w, Window window) {
    boolean fits = x.rank() == window.rank() + 2 && w.rank() == x.rank();
    for (int i = 0; fits && i < window.rank(); i++) {
      fits = w.dim(i + 2) == window.kernel().get(i);
    }
    require(fits, "x %s and weights %s do not fit a kernel of %s", x, w, window.kernel());
  }

  private static void requireBias(Operands in, int channels) {
    if (in.has(2)) {
      Shape bias = floats(in, 2).shape();
      require(bias.equals(Shape.of(channels)), "bias must be [%d], not %s", channels, bias);
    }
  }

  /** The window with its automatic padding written out for the spatial sizes of x. */
  private static Window resolved(Window window, Shape x) {
    return window.resolve(spatial(x));
  }

  private static int[] spatial(Shape x) {
    return Arrays.copyOfRange(x.dims(), 2, x.rank());
  }

  private static Shape windowed(Shape x, Window window, int channels, IntBinaryOperator size) {
    int[] dims = x.dims();
    dims[1] = channels;
    for (int i = 0; i < window.rank(); i++) {
      dims[i + 2] = size.applyAsInt(i, dims[i + 2]);
    }
    return Shape.of(dims);
  }

  static ValueType globalPool(GlobalPool op, Operands in) {
    int[] dims = floats(in, 0).shape().dims();
    require(dims.length >= 3, "x must be [N, C, ...], not %s", Arrays.toString(dims));
    Arrays.fill(dims, 2, dims.length, 1);
    return ValueType.floats(Shape.of(dims));
  }

  static List<ValueType> maxPoolIndices(MaxPoolIndices op, Operands in) {
    ValueType maxima = pool(op.pool(), in);
    return List.of(maxima, new ValueType(DataType.INT64, maxima.shape()));
  }

  static ValueType pool(Pool op, Operands in) {
    Shape x = floats(in, 0).shape();
    require(
        x.rank() == op.window().rank() + 2,
        "x %s does not fit a kernel of %s",
        x,
        op.window().kernel());
    Window window = resolved(op.window(), x);
    return ValueType.floats(
        windowed(x, window, x.dim(1), (i, size) -> window.outputSize(i, size, op.ceilMode())));
  }
}
