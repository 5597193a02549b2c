package io.sepconv.backend.onednn;

import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A sliding window in oneDNN's terms: its dilation counts gaps, and its end padding follows from
 * the output size, so that it may be negative or reach beyond what ONNX says.
 */
record Geometry(long[] kernel, long[] stride, long[] gaps, long[] begin, long[] end) {

  /**
   * The geometry of a window that turns {@code small} positions per axis into windows over {@code
   * large}.
   *
   * <p>The stride of an axis with one position says nothing and becomes 1: oneDNN 3.11's brgemm
   * convolution of a single channel computes other rows wrong where the last axis has another.
   *
   * @param window kernel, strides, dilations and begin pads
   * @param large the shape that the window slides over: {@code [N, C, ...]}
   * @param small the shape of its positions: {@code [N, C, ...]}
   */
  static Geometry of(Window window, Shape large, Shape small) {
    long[] stride =
        IntStream.range(0, window.rank())
            .mapToLong(i -> small.dim(i + 2) == 1 ? 1 : window.stride().get(i))
            .toArray();
    long[] end =
        IntStream.range(0, window.rank())
            .mapToLong(
                i ->
                    (small.dim(i + 2) - 1L) * window.stride().get(i)
                        + window.extent(i)
                        - large.dim(i + 2)
                        - window.padBegin().get(i))
            .toArray();
    return new Geometry(
        longs(window.kernel()),
        stride,
        longs(window.dilation().stream().map(ConvSpec::gaps).toList()),
        longs(window.padBegin()),
        end);
  }

  /**
   * Whether some window reads nothing but padding along some axis.
   *
   * @param large the shape that the window slides over: {@code [N, C, ...]}
   * @param small the shape of its positions: {@code [N, C, ...]}
   */
  boolean hasEmptyWindow(Shape large, Shape small) {
    for (int axis = 0; axis < kernel.length; axis++) {
      for (int position = 0; position < small.dim(axis + 2); position++) {
        if (!readsInput(axis, position, large.dim(axis + 2))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether some window reaches outside the input. */
  boolean isPadded() {
    return LongStream.concat(Arrays.stream(begin), Arrays.stream(end)).anyMatch(pad -> pad > 0);
  }

  /** The window along one spatial axis, counted from 0; it leaves the others as they are. */
  Geometry along(int axis) {
    return new Geometry(
        only(axis, kernel, 1),
        only(axis, stride, 1),
        only(axis, gaps, 0),
        only(axis, begin, 0),
        only(axis, end, 0));
  }

  private static long[] only(int axis, long[] values, long other) {
    long[] result = new long[values.length];
    Arrays.fill(result, other);
    result[axis] = values[axis];
    return result;
  }

  private boolean readsInput(int axis, int position, int size) {
    long first = position * stride[axis] - begin[axis];
    return LongStream.range(0, kernel[axis])
        .map(tap -> first + tap * (gaps[axis] + 1))
        .anyMatch(place -> place >= 0 && place < size);
  }

  private static long[] longs(List<Integer> values) {
    return values.stream().mapToLong(Integer::longValue).toArray();
  }
}
