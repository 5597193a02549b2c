package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.PRelu;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Functions of one element at a time. */
final class ElementwiseEvaluator {
  private ElementwiseEvaluator() {}

  static Tensor activation(Activation op, Operands in, ValueType result) {
    if (result.type() != DataType.FLOAT32) {
      long[] y = in.longs(0).clone();
      for (int i = 0; i < y.length; i++) {
        y[i] = Activations.applyToInteger(op, y[i]);
      }
      return CastEvaluator.ofLongs(result, y);
    }
    float[] x = in.floats(0);
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = (float) Activations.apply(op, x[i]);
    }
    return Tensor.of(result.shape(), y);
  }

  static Tensor pRelu(PRelu op, Operands in, ValueType result) {
    float[] x = in.floats(0);
    float[] slope = in.floats(1);
    int[] right = Offsets.broadcast(in.get(1).shape(), result.shape());
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = x[i] < 0 ? slope[right[i]] * x[i] : x[i];
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
