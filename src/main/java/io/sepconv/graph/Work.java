package io.sepconv.graph;

import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Gemm;
import io.sepconv.op.Lrn;
import io.sepconv.op.MatMul;
import io.sepconv.op.Pool;
import io.sepconv.tensor.Shape;
import java.util.Map;

/**
 * The steps a node takes in plain loops: a bound for what is computed before a model runs, where
 * {@link Cost} is what a model is compared by.
 *
 * <p>An axis of size 0 counts as one of size 1, since loops over the other axes turn all the same.
 */
public final class Work {
  private Work() {}

  /** Elements read and written and, where an operator sums up, the terms of its sums. */
  public static long of(Node node, Map<String, ValueType> types) {
    long steps = 0;
    for (String input : node.inputs()) {
      steps = plus(steps, input.isEmpty() ? 0 : types.get(input).paddedSize());
    }
    for (String output : node.outputs()) {
      steps = plus(steps, output.isEmpty() ? 0 : types.get(output).paddedSize());
    }
    return plus(steps, terms(node, types));
  }

  private static long terms(Node node, Map<String, ValueType> types) {
    long output = types.get(node.output()).paddedSize();
    if (node.op() instanceof Conv conv) {
      Shape weights = types.get(node.inputs().get(1)).shape();
      return times(times(output, weights.dim(1)), conv.window().volume());
    }
    if (node.op() instanceof ConvTranspose conv) {
      Shape weights = types.get(node.inputs().get(1)).shape();
      long input = types.get(node.inputs().get(0)).paddedSize();
      return times(times(input, weights.dim(1)), conv.window().volume());
    }
    if (node.op() instanceof Pool pool) {
      return times(output, pool.window().volume());
    }
    if (node.op() instanceof Lrn lrn) {
      return times(output, lrn.size());
    }
    if (node.op() instanceof MatMul || node.op() instanceof Gemm) {
      Shape a = types.get(node.inputs().get(0)).shape();
      return times(output, a.dim(node.op() instanceof Gemm gemm && gemm.transA() ? 0 : -1));
    }
    return 0;
  }

  private static long plus(long a, long b) {
    return a + b < 0 ? Long.MAX_VALUE : a + b;
  }

  /** The product of two counts, or the largest long where it is larger. */
  private static long times(long a, long b) {
    return Math.multiplyHigh(a, b) == 0 && a * b >= 0 ? a * b : Long.MAX_VALUE;
  }
}
