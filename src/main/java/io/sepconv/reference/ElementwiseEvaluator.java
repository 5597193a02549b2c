package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Functions of one element at a time. */
final class ElementwiseEvaluator {
  private ElementwiseEvaluator() {}

  static Tensor activation(Activation op, Operands in, ValueType result) {
    float[] x = in.floats(0);
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) Activations.apply(op, x[i]);
    }
    return Tensor.of(result.shape(), y);
  }

  static Tensor batchNorm(BatchNorm op, Operands in, ValueType result) {
    float[] x = in.floats(0);
    float[] scale = in.floats(1);
    float[] bias = in.floats(2);
    float[] mean = in.floats(3);
    float[] variance = in.floats(4);
    Shape shape = result.shape();
    int channels = shape.dim(1);
    int plane = (int) shape.size(2, shape.rank());
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      int c = i / plane % channels;
      double deviation = Math.sqrt((double) variance[c] + op.epsilon());
      y[i] = (float) (scale[c] * ((double) x[i] - mean[c]) / deviation + bias[c]);
    }
    return Tensor.of(shape, y);
  }
}
