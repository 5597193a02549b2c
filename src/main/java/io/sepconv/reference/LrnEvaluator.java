package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Lrn;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Normalisation over neighbouring channels. */
final class LrnEvaluator {
  private LrnEvaluator() {}

  static Tensor evaluate(Lrn op, Operands in, ValueType result) {
    float[] x = in.floats(0);
    Shape shape = result.shape();
    int channels = shape.dim(1);
    int plane = (int) shape.size(2, shape.rank());
    float[] y = new float[x.length];
    for (int i = 0; i < y.length; i++) {
      int channel = i / plane % channels;
      int first = channel - (op.size() - 1) / 2;
      double squares = 0;
      for (int c = Math.max(0, first); c < Math.min(channels, (long) first + op.size()); c++) {
        double neighbour = x[i + (c - channel) * plane];
        squares += neighbour * neighbour;
      }
      double scale = op.bias() + (double) op.alpha() / op.size() * squares;
      y[i] = (float) (x[i] / Math.pow(scale, op.beta()));
    }
    return Tensor.of(shape, y);
  }
}
