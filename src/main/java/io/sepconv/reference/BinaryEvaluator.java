package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Binary;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Functions of two operands that are broadcast against each other. */
final class BinaryEvaluator {
  private BinaryEvaluator() {}

  static Tensor evaluate(Binary op, Operands in, ValueType result) {
    Tensor a = in.get(0);
    Tensor b = in.get(1);
    Shape shape = result.shape();
    int[] left = Offsets.broadcast(a.shape(), shape);
    int[] right = Offsets.broadcast(b.shape(), shape);
    if (result.type() == DataType.FLOAT32) {
      float[] y = new float[left.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = (float) apply(op.kind(), a.floats()[left[i]], b.floats()[right[i]]);
      }
      return Tensor.of(shape, y);
    }
    long[] l = a.toLongs();
    long[] r = b.toLongs();
    long[] y = new long[left.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = apply(op.kind(), l[left[i]], r[right[i]]);
    }
    return CastEvaluator.ofLongs(result, y);
  }

  private static double apply(Binary.Kind kind, double a, double b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }

  /** Integers wrap around and divide towards zero. */
  private static long apply(Binary.Kind kind, long a, long b) {
    return switch (kind) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> {
        if (b == 0) {
          throw new IllegalArgumentException("Div: the integer " + a + " is divided by 0");
        }
        yield a / b;
      }
      case MIN -> Math.min(a, b);
      case MAX -> Math.max(a, b);
    };
  }
}
