package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Softmax;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Softmax along one axis, or over all axes from one on. */
final class SoftmaxEvaluator {
  private SoftmaxEvaluator() {}

  static Tensor evaluate(Softmax op, Operands in, ValueType result) {
    Shape shape = result.shape();
    int axis = shape.axis(op.axis());
    int outer = (int) shape.size(0, axis);
    int length = op.flattened() ? (int) shape.size(axis, shape.rank()) : shape.dim(axis);
    int inner = op.flattened() ? 1 : (int) shape.size(axis + 1, shape.rank());
    float[] y = new float[Math.toIntExact(shape.size())];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        normalise(op, in.floats(0), y, o * length * inner + i, inner, length);
      }
    }
    return Tensor.of(shape, y);
  }

  /** One line of elements; its maximum is subtracted first, so that exp does not overflow. */
  private static void normalise(
      Softmax op, float[] x, float[] y, int start, int stride, int length) {
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      max = Math.max(max, x[start + i * stride]);
    }
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += Math.exp(x[start + i * stride] - max);
    }
    for (int i = 0; i < length; i++) {
      double above = x[start + i * stride] - max;
      y[start + i * stride] =
          (float) (op.logarithm() ? above - Math.log(sum) : Math.exp(above) / sum);
    }
  }
}
