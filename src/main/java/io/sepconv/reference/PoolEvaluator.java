package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Maximum and mean, over windows and over whole channels. */
final class PoolEvaluator {
  private PoolEvaluator() {}

  static Tensor windowed(Pool op, Operands in, ValueType result) {
    Shape y = result.shape();
    Axes3 axes = Axes3.of(op.window(), in.get(0).shape(), y);
    float[] x = in.floats(0);
    float[] out = new float[Math.toIntExact(y.size())];
    int next = 0;
    for (int channel = 0; channel < y.dim(0) * y.dim(1); channel++) {
      for (int d = 0; d < axes.output()[0]; d++) {
        for (int h = 0; h < axes.output()[1]; h++) {
          for (int w = 0; w < axes.output()[2]; w++) {
            out[next++] = (float) window(op, x, channel * axes.inputPlane(), d, h, w, axes);
          }
        }
      }
    }
    return Tensor.of(y, out);
  }

  /** The value of the window at (d, h, w); padding is never the maximum and never added. */
  private static double window(Pool op, float[] x, int channel, int d, int h, int w, Axes3 axes) {
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int inside = 0;
    int insidePadded = 0;
    for (int kd = 0; kd < axes.kernel()[0]; kd++) {
      int id = axes.position(0, d, kd);
      for (int kh = 0; kh < axes.kernel()[1]; kh++) {
        int ih = axes.position(1, h, kh);
        for (int kw = 0; kw < axes.kernel()[2]; kw++) {
          int iw = axes.position(2, w, kw);
          if (axes.inside(0, id) && axes.inside(1, ih) && axes.inside(2, iw)) {
            double value = x[channel + (id * axes.input()[1] + ih) * axes.input()[2] + iw];
            max = Math.max(max, value);
            sum += value;
            inside++;
          }
          if (axes.insidePadded(0, id) && axes.insidePadded(1, ih) && axes.insidePadded(2, iw)) {
            insidePadded++;
          }
        }
      }
    }
    if (op.kind() == Pool.Kind.MAX) {
      return max;
    }
    return sum / Math.max(1, op.countIncludePad() ? insidePadded : inside);
  }

  static Tensor global(GlobalPool op, Operands in, ValueType result) {
    Shape shape = in.get(0).shape();
    int plane = (int) shape.size(2, shape.rank());
    float[] x = in.floats(0);
    float[] y = new float[Math.toIntExact(result.shape().size())];
    for (int channel = 0; channel < y.length; channel++) {
      double max = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int i = channel * plane; i < (channel + 1) * plane; i++) {
        max = Math.max(max, x[i]);
        sum += x[i];
      }
      y[channel] = (float) (op.kind() == Pool.Kind.MAX ? max : sum / plane);
    }
    return Tensor.of(result.shape(), y);
  }
}
