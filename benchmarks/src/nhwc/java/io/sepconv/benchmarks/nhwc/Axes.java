package io.sepconv.benchmarks.nhwc;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.stream.IntStream;

/** Where ONNX's axes lie once the channels are the last: {@code [N, H, W, C...]}. */
public final class Axes {
  private Axes() {}

  /**
   * Axis i with the channels last is axis {@code order(rank)[i]} of ONNX. Height and width are
   * ONNX's last two axes; a value of less than four has none.
   */
  static int[] order(int rank) {
    if (rank < 4) {
      return IntStream.range(0, rank).toArray();
    }
    int[] order = new int[rank];
    order[1] = rank - 2;
    order[2] = rank - 1;
    for (int i = 3; i < rank; i++) {
      order[i] = i - 2;
    }
    return order;
  }

  /** Where an axis of ONNX lies with the channels last. */
  static int place(int rank, int axis) {
    int[] order = order(rank);
    return IntStream.range(0, rank).filter(i -> order[i] == axis).findFirst().orElseThrow();
  }

  /** A shape of ONNX with the channels last. */
  public static Shape channelsLast(Shape shape) {
    return permuted(shape, order(shape.rank()));
  }

  /** A value of ONNX with the channels last. */
  public static Tensor channelsLast(Tensor value) {
    return permuted(value, order(value.shape().rank()));
  }

  /** A value with the channels last as ONNX has it. */
  public static Tensor channelsSecond(Tensor value) {
    int rank = value.shape().rank();
    return permuted(value, IntStream.range(0, rank).map(axis -> place(rank, axis)).toArray());
  }

  private static Shape permuted(Shape shape, int[] perm) {
    return Shape.of(IntStream.of(perm).map(shape::dim).toArray());
  }

  /** Axis i of the result is axis {@code perm[i]} of the value. */
  public static Tensor permuted(Tensor value, int... perm) {
    Shape shape = permuted(value.shape(), perm);
    int[] from = value.shape().rowMajorStrides();
    float[] values = value.floats();
    float[] result = new float[values.length];
    int[] at = new int[perm.length];
    int source = 0;
    for (int i = 0; i < result.length; i++) {
      result[i] = values[source];
      for (int axis = perm.length - 1; axis >= 0; axis--) {
        source += from[perm[axis]];
        if (++at[axis] < shape.dim(axis)) {
          break;
        }
        source -= at[axis] * from[perm[axis]];
        at[axis] = 0;
      }
    }
    return Tensor.of(shape, result);
  }
}
