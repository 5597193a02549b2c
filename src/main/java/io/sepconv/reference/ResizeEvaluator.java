package io.sepconv.reference;

import io.sepconv.graph.Sampling;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Resize;
import io.sepconv.op.Resize.Coordinates;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
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
    double[] values = new double[in.get(0).size()];
    Arrays.setAll(values, in.get(0)::get);
    Shape shape = in.get(0).shape();
    Sampling sampling = Sampling.of(op, shape, in.floats(1), in.longs(2));
    boolean crops = op.coordinates() == Coordinates.TF_CROP_AND_RESIZE;
    float[] region = crops ? region(op, shape, in.floats(3)) : new float[2 * shape.rank()];
    int[][] sources = Offsets.everything(result.shape());
    List<Integer> axes =
        result.shape().size() == 0 ? List.of() : shrinkingFirst(shape, result.shape());
    for (int axis : axes) {
      int length = shape.dim(axis);
      int size = sampling.size()[axis];
      float scale = sampling.scale()[axis];
      if (size == length && scale == 1 && !crops) {
        continue;
      }
      SampleWeights[] weights =
          crops
              ? cropped(op, sampling, axis, length, region, sources[axis])
              : SampleWeights.along(op, sampling, axis, length);
      values = resizeAxis(values, shape, axis, weights);
      shape = shape.with(axis, size);
    }
    int[] offsets = Offsets.chosen(result.shape(), sources);
    float[] y = new float[offsets.length];
    for (int i = 0; i < y.length; i++) {
      boolean outside = offsets[i] == Elements.NONE;
      y[i] = outside ? op.options().extrapolation() : (float) values[i];
    }
    return Tensor.of(result.shape(), y);
  }

  /** The samples along an axis of a region; what lies outside the operand has no source. */
  private static SampleWeights[] cropped(
      Resize op, Sampling sampling, int axis, int length, float[] region, int[] sources) {
    float start = region[axis];
    float end = region[axis + region.length / 2];
    int size = sampling.size()[axis];
    float scale = sampling.scale()[axis];
    SampleWeights[] weights = new SampleWeights[size];
    for (int o = 0; o < size; o++) {
      float position = position(op, o, length, size, scale, sampling.extent()[axis], start, end);
      if (!(position >= 0 && position <= length - 1)) {
        sources[o] = Elements.NONE;
        position = 0;
      }
      weights[o] = SampleWeights.of(op, position, length, scale);
    }
    return weights;
  }

  /** The axes in an order in which nothing between is larger than the operand and the result. */
  private static List<Integer> shrinkingFirst(Shape x, Shape y) {
    return IntStream.range(0, x.rank())
        .boxed()
        .sorted(Comparator.comparing(axis -> y.dim(axis) > x.dim(axis)))
        .toList();
  }

  private static double[] resizeAxis(double[] x, Shape shape, int axis, SampleWeights[] weights) {
    int size = weights.length;
    int outer = (int) shape.size(0, axis);
    int length = shape.dim(axis);
    int inner = (int) shape.size(axis + 1, shape.rank());
    double[] y = new double[Math.toIntExact(shape.with(axis, size).size())];
    for (int i = 0; i < outer; i++) {
      for (int o = 0; o < size; o++) {
        for (int j = 0; j < inner; j++) {
          y[(i * size + o) * inner + j] = weights[o].sum(x, i * length * inner + j, inner);
        }
      }
    }
    return y;
  }

  /** Starts and ends of the region for all axes, from those of the resized ones. */
  private static float[] region(Resize op, Shape x, float[] roi) {
    int[] axes = Sampling.axes(op, x);
    float[] region = new float[2 * x.rank()];
    Arrays.fill(region, x.rank(), region.length, 1);
    for (int i = 0; i < axes.length; i++) {
      region[axes[i]] = roi[i];
      region[axes[i] + x.rank()] = roi[i + axes.length];
    }
    return region;
  }

  /** The position in the operand of element {@code o} of the result. */
  static float position(
      Resize op, int o, int length, int size, float scale, float extent, float start, float end) {
    return switch (op.coordinates()) {
      case HALF_PIXEL -> (o + 0.5f) / scale - 0.5f;
      case HALF_PIXEL_SYMMETRIC -> length / 2f * (1 - size / extent) + (o + 0.5f) / scale - 0.5f;
      case PYTORCH_HALF_PIXEL -> size > 1 ? (o + 0.5f) / scale - 0.5f : 0;
      case TF_HALF_PIXEL_FOR_NN -> (o + 0.5f) / scale;
      case ASYMMETRIC -> o / scale;
      case ALIGN_CORNERS -> size > 1 ? (float) o * (length - 1) / (extent - 1) : 0;
      case TF_CROP_AND_RESIZE ->
          size > 1
              ? start * (length - 1) + o * (end - start) * (length - 1) / (size - 1)
              : 0.5f * (start + end) * (length - 1);
    };
  }
}
