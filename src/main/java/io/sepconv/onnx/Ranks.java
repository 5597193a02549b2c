package io.sepconv.onnx;

import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Identity;
import io.sepconv.op.Lrn;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Resize;
import io.sepconv.op.Slice;
import io.sepconv.op.Softmax;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import java.util.List;
import java.util.Set;

/**
 * How many axes a result has, as far as that follows without sizes.
 *
 * <p>Opset 6 lines up the axes of two operands from the first one; saying the same from the last
 * one, as every later opset and sepconv do, needs their ranks.
 */
final class Ranks {
  static final int UNKNOWN = -1;

  private static final Set<Class<? extends Op>> AS_FIRST_OPERAND =
      Set.of(
          Activation.class,
          BatchNorm.class,
          Cast.class,
          Concat.class,
          GlobalPool.class,
          Identity.class,
          Lrn.class,
          PRelu.class,
          Resize.class,
          Slice.class,
          Softmax.class,
          Transpose.class);

  private Ranks() {}

  /**
   * The rank of an operator's result.
   *
   * @param op the operator
   * @param names its operands
   * @param values what is known of them
   */
  static int of(Op op, List<String> names, Values values) {
    if (op instanceof Conv conv) {
      return conv.window().rank() + 2;
    }
    if (op instanceof ConvTranspose conv) {
      return conv.window().rank() + 2;
    }
    if (op instanceof Pool pool) {
      return pool.window().rank() + 2;
    }
    if (op instanceof Flatten || op instanceof Gemm) {
      return 2;
    }
    int first = names.isEmpty() ? UNKNOWN : values.rank(names.get(0));
    if (first == UNKNOWN || AS_FIRST_OPERAND.contains(op.getClass())) {
      return first;
    }
    if (op instanceof Binary) {
      int second = values.rank(names.get(1));
      return second == UNKNOWN ? UNKNOWN : Math.max(first, second);
    }
    if (op instanceof Reduce reduce) {
      return reduced(reduce, first, names.size() > 1 ? values.dims(names.get(1)) : List.of(0));
    }
    // The axes that come or go, one to an element of operand 1.
    List<Integer> axes = names.size() > 1 ? values.dims(names.get(1)) : null;
    if (axes == null || axes.size() != 1 || axes.get(0) < 0) {
      return UNKNOWN;
    }
    if (op instanceof Squeeze) {
      return first - axes.get(0);
    }
    return op instanceof Unsqueeze ? first + axes.get(0) : UNKNOWN;
  }

  /** The rank of a reduction; {@code axes} are the sizes of the operand with the axes. */
  private static int reduced(Reduce op, int rank, List<Integer> axes) {
    if (op.keepDims()) {
      return rank;
    }
    if (axes == null || axes.size() != 1 || axes.get(0) < 0) {
      return UNKNOWN;
    }
    return axes.get(0) > 0 ? rank - axes.get(0) : op.noneMeansNone() ? rank : 0;
  }
}
