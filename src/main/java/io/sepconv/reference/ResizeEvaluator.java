package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Resize;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Resampling, one axis after the other.
 *
 * <p>Positions are computed in f32, as ONNX Runtime and oneDNN do: which sample is the nearest one
 * hangs on that rounding where a position falls between two samples.
 */
final class ResizeEvaluator {
  private ResizeEvaluator() {}

  static Tensor evaluate(Resize op, Operands in, ValueType result) {
    float[] x = in.floats(0);
    double[] values = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      values[i] = x[i];
    }
    Shape shape = in.get(0).shape();
    for (int axis : shrinkingFirst(shape, result.shape())) {
      int size = result.shape().dim(axis);
      float scale = in.has(1) ? in.floats(1)[axis] : (float) size / shape.dim(axis);
      if (size != shape.dim(axis) || scale != 1) {
        values = resizeAxis(op, values, shape, axis, size, scale);
        shape = shape.with(axis, size);
      }
    }
    float[] y = new float[values.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) values[i];
    }
    return Tensor.of(result.shape(), y);
  }

  /** The axes in an order in which nothing between is larger than the operand and the result. */
  private static List<Integer> shrinkingFirst(Shape x, Shape y) {
    return IntStream.range(0, x.rank())
        .boxed()
        .sorted(Comparator.comparing(axis -> y.dim(axis) > x.dim(axis)))
        .toList();
  }

  private static double[] resizeAxis(
      Resize op, double[] x, Shape shape, int axis, int size, float scale) {
    int outer = (int) shape.size(0, axis);
    int length = shape.dim(axis);
    int inner = (int) shape.size(axis + 1, shape.rank());
    double[] y = new double[Math.toIntExact(shape.with(axis, size).size())];
    for (int o = 0; y.length > 0 && o < size; o++) {
      float position = position(op.coordinates(), o, scale, length, size);
      double clamped = Math.min(Math.max(position, 0), length - 1);
      int low = op.mode() == Resize.Mode.LINEAR ? (int) clamped : nearest(op, position, length);
      int high = Math.min(low + 1, length - 1);
      double share = op.mode() == Resize.Mode.LINEAR ? clamped - low : 0;
      for (int i = 0; i < outer; i++) {
        for (int j = 0; j < inner; j++) {
          double below = x[(i * length + low) * inner + j];
          double above = x[(i * length + high) * inner + j];
          // A share of zero must not turn an infinity beside the sample into NaN.
          y[(i * size + o) * inner + j] = share == 0 ? below : (1 - share) * below + share * above;
        }
      }
    }
    return y;
  }

  /** The position in the operand of element {@code o} of the result. */
  private static float position(
      Resize.Coordinates coordinates, int o, float scale, int length, int size) {
    return switch (coordinates) {
      case HALF_PIXEL -> (o + 0.5f) / scale - 0.5f;
      case PYTORCH_HALF_PIXEL -> size > 1 ? (o + 0.5f) / scale - 0.5f : 0;
      case ASYMMETRIC -> o / scale;
      case ALIGN_CORNERS -> size > 1 ? (float) o * (length - 1) / (size - 1) : 0;
    };
  }

  private static int nearest(Resize op, float position, int length) {
    double sample =
        switch (op.rounding()) {
          case ROUND_PREFER_FLOOR -> Math.ceil(position - 0.5);
          case ROUND_PREFER_CEIL -> Math.floor(position + 0.5);
          case FLOOR -> Math.floor(position);
          case CEIL -> Math.ceil(position);
        };
    return (int) Math.min(Math.max(sample, 0), length - 1);
  }
}
