package io.sepconv.reference;

import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Reduce;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/** Sums, products, means, norms, maxima and minima along axes. */
final class ReduceEvaluator {
  private ReduceEvaluator() {}

  static Tensor evaluate(Reduce op, Operands in, ValueType result) {
    Tensor x = in.get(0);
    Shape kept = ShapeArithmetic.reducedToOnes(op, x.shape(), in.longs(1));
    // Where each element goes: the result is broadcast to the operand and walked beside it.
    int[] places = Offsets.broadcast(kept, x.shape());
    int results = Math.toIntExact(kept.size());
    return result.type() == DataType.FLOAT32
        ? Tensor.of(result.shape(), floats(op, x.floats(), places, results))
        : CastEvaluator.ofLongs(result, longs(op, x, places, results));
  }

  private static float[] floats(Reduce op, float[] x, int[] places, int results) {
    double[] sums = new double[results];
    Arrays.fill(
        sums,
        switch (op.kind()) {
          case SUM, MEAN, L1, L2, SUM_SQUARE -> 0;
          case PROD -> 1;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
    for (int i = 0; i < x.length; i++) {
      double sum = sums[places[i]];
      sums[places[i]] =
          switch (op.kind()) {
            case SUM, MEAN -> sum + x[i];
            case PROD -> sum * x[i];
            case L1 -> sum + Math.abs(x[i]);
            case L2, SUM_SQUARE -> sum + (double) x[i] * x[i];
            case MAX -> Math.max(sum, x[i]);
            case MIN -> Math.min(sum, x[i]);
          };
    }
    float[] y = new float[results];
    for (int i = 0; i < results; i++) {
      y[i] =
          (float)
              switch (op.kind()) {
                case MEAN -> sums[i] / (x.length / results);
                case L2 -> Math.sqrt(sums[i]);
                default -> sums[i];
              };
    }
    return y;
  }

  private static long[] longs(Reduce op, Tensor tensor, int[] places, int results) {
    long[] x = tensor.toLongs();
    boolean wide = tensor.type() == DataType.INT64;
    long[] sums = new long[results];
    Arrays.fill(
        sums,
        switch (op.kind()) {
          case SUM, MEAN, L1, L2, SUM_SQUARE -> 0;
          case PROD -> 1;
          case MAX -> wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
          case MIN -> wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
        });
    for (int i = 0; i < x.length; i++) {
      long sum = sums[places[i]];
      sums[places[i]] =
          switch (op.kind()) {
            case SUM, MEAN -> sum + x[i];
            case PROD -> sum * x[i];
            case L1 -> sum + Math.abs(x[i]);
            case L2, SUM_SQUARE -> sum + x[i] * x[i];
            case MAX -> Math.max(sum, x[i]);
            case MIN -> Math.min(sum, x[i]);
          };
    }
    if (op.kind() == Reduce.Kind.MEAN) {
      if (x.length == 0 && results > 0) {
        throw new IllegalArgumentException("ReduceMean: no integers have no mean");
      }
      for (int i = 0; i < results; i++) {
        sums[i] /= x.length / results;
      }
    }
    if (op.kind() == Reduce.Kind.L2) {
      Arrays.setAll(sums, i -> (long) Math.sqrt(sums[i]));
    }
    return sums;
  }
}
