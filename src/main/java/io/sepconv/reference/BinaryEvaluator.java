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
    if (op.kind() == Binary.Kind.EQUAL) {
      return equal(a, b, left, right, shape);
    }
    if (result.type() == DataType.FLOAT32) {
      float[] y = new float[left.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = (float) apply(op.kind(), a.floats()[left[i]], b.get(right[i]));
      }
      return Tensor.of(shape, y);
    }
    long[] l = a.toLongs();
    long[] y = new long[left.length];
    if (b.type() == DataType.FLOAT32) {
      for (int i = 0; i < y.length; i++) {
        y[i] = (long) Math.pow(l[left[i]], b.floats()[right[i]]); // only Pow mixes types
      }
      return CastEvaluator.ofLongs(result, y);
    }
    long[] r = b.toLongs();
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
      case POW -> Math.pow(a, b);
      case EQUAL -> throw new IllegalArgumentException("Equal has truth values");
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
      case POW -> b < 0 ? (long) Math.pow(a, b) : power(a, b);
      case EQUAL -> throw new IllegalArgumentException("Equal has truth values");
    };
  }

  /** By squaring, exact as long as it fits. */
  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest > 0; rest >>= 1) {
      result *= (rest & 1) == 1 ? square : 1;
      square *= square;
    }
    return result;
  }

  private static Tensor equal(Tensor a, Tensor b, int[] left, int[] right, Shape shape) {
    boolean[] y = new boolean[left.length];
    for (int i = 0; i < y.length; i++) {
      y[i] =
          switch (a.type()) {
            case FLOAT32 -> a.floats()[left[i]] == b.floats()[right[i]];
            case INT64 -> a.longs()[left[i]] == b.longs()[right[i]];
            case INT32 -> a.ints()[left[i]] == b.ints()[right[i]];
            case BOOL -> a.booleans()[left[i]] == b.booleans()[right[i]];
          };
    }
    return Tensor.of(shape, y);
  }
}
