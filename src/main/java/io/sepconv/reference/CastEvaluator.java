package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Cast;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;

/** Conversions between element types, by the rules of Java's casts. */
final class CastEvaluator {
  private CastEvaluator() {}

  static Tensor evaluate(Cast op, Operands in, ValueType result) {
    Tensor x = in.get(0);
    return x.type() == DataType.FLOAT32
        ? ofFloats(result, x.floats())
        : ofLongs(result, toLongs(x));
  }

  private static long[] toLongs(Tensor x) {
    if (x.type() != DataType.BOOL) {
      return x.toLongs();
    }
    long[] y = new long[x.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = x.booleans()[i] ? 1 : 0;
    }
    return y;
  }

  private static Tensor ofFloats(ValueType type, float[] x) {
    Tensor result = Tensor.zeros(type.type(), type.shape());
    for (int i = 0; i < x.length; i++) {
      switch (type.type()) {
        case FLOAT32 -> result.floats()[i] = x[i];
        case INT64 -> result.longs()[i] = (long) x[i];
        case INT32 -> result.ints()[i] = (int) x[i];
        case BOOL -> result.booleans()[i] = x[i] != 0;
      }
    }
    return result;
  }

  /** A tensor of the given type from integers. */
  static Tensor ofLongs(ValueType type, long[] x) {
    Tensor result = Tensor.zeros(type.type(), type.shape());
    for (int i = 0; i < x.length; i++) {
      switch (type.type()) {
        case FLOAT32 -> result.floats()[i] = x[i];
        case INT64 -> result.longs()[i] = x[i];
        case INT32 -> result.ints()[i] = (int) x[i];
        case BOOL -> result.booleans()[i] = x[i] != 0;
      }
    }
    return result;
  }
}
