package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.ConvTranspose;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/**
 * Transposed convolution: every input element adds the kernel, scaled by it, to the output. Input
 * and output change their parts in the window's arithmetic.
 */
final class ConvTransposeEvaluator {
  private ConvTransposeEvaluator() {}

  static Tensor evaluate(ConvTranspose op, Operands in, ValueType result) {
    Shape x = in.get(0).shape();
    Shape y = result.shape();
    ConvTranspose resolved = op.resolve(Arrays.copyOfRange(x.dims(), 2, x.rank()));
    Axes3 axes = Axes3.of(resolved.window(), y, x);
    int inChannels = x.dim(1) / op.groups();
    int outChannels = y.dim(1) / op.groups();
    float[] bias = in.floats(2);
    float[] out = new float[Math.toIntExact(y.size())];
    double[] plane = new double[axes.inputPlane()];
    int next = 0;
    for (int n = 0; n < y.dim(0); n++) {
      for (int o = 0; o < y.dim(1); o++) {
        Arrays.fill(plane, bias == null ? 0 : bias[o]);
        int first = o / outChannels * inChannels;
        for (int c = first; c < first + inChannels; c++) {
          int channel = (n * x.dim(1) + c) * axes.outputPlane();
          int kernel = (c * outChannels + o % outChannels) * axes.kernelPlane();
          addChannel(plane, in.floats(0), channel, in.floats(1), kernel, axes);
        }
        for (double sum : plane) {
          out[next++] = (float) Activations.apply(op.activation(), sum);
        }
      }
    }
    return Tensor.of(y, out);
  }

  /** Adds what one channel of x gives to one channel of y; {@code axes.input()} is y's. */
  private static void addChannel(
      double[] y, float[] x, int channel, float[] w, int kernel, Axes3 axes) {
    int[] to = axes.input();
    int tap = kernel;
    for (int kd = 0; kd < axes.kernel()[0]; kd++) {
      for (int kh = 0; kh < axes.kernel()[1]; kh++) {
        for (int kw = 0; kw < axes.kernel()[2]; kw++) {
          double weight = w[tap++];
          int from = channel;
          for (int d = 0; d < axes.output()[0]; d++) {
            int od = axes.position(0, d, kd);
            for (int h = 0; h < axes.output()[1]; h++) {
              int oh = axes.position(1, h, kh);
              for (int i = 0; i < axes.output()[2]; i++) {
                int ow = axes.position(2, i, kw);
                if (axes.inside(0, od) && axes.inside(1, oh) && axes.inside(2, ow)) {
                  y[(od * to[1] + oh) * to[2] + ow] += weight * x[from];
                }
                from++;
              }
            }
          }
        }
      }
    }
  }
}
