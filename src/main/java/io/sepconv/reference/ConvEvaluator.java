package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/**
 * Convolution, one row of output at a time. The inner loop runs along the row, over doubles on both
 * sides, which HotSpot vectorises (on 17 it would not if the input were floats).
 */
final class ConvEvaluator {
  private ConvEvaluator() {}

  static Tensor evaluate(Conv op, Operands in, ValueType result) {
    Shape x = in.get(0).shape();
    Shape y = result.shape();
    Axes3 axes = Axes3.of(op.window(), x, y);
    if (axes.isOneToOne()) {
      axes = axes.flat();
    }
    int groups = op.groups();
    int inChannels = x.dim(1) / groups;
    int outChannels = y.dim(1) / groups;
    float[] bias = in.floats(2);
    float[] residual = in.floats(3);
    float[] out = new float[Math.toIntExact(y.size())];
    double[] row = new double[axes.output()[2]];
    int next = 0;
    for (int n = 0; n < y.dim(0); n++) {
      for (int g = 0; g < groups; g++) {
        double[] group = group(in.floats(0), (n * groups + g) * inChannels, inChannels, axes);
        for (int o = g * outChannels; o < (g + 1) * outChannels; o++) {
          for (int d = 0; d < axes.output()[0]; d++) {
            for (int h = 0; h < axes.output()[1]; h++) {
              Arrays.fill(row, bias == null ? 0 : bias[o]);
              addRow(row, group, inChannels, in.floats(1), o, d, h, axes);
              for (double sum : row) {
                double total = residual == null ? sum : sum + residual[next];
                out[next++] = (float) Activations.apply(op.activation(), total);
              }
            }
          }
        }
      }
    }
    return Tensor.of(y, out);
  }

  private static double[] group(float[] x, int channel, int channels, Axes3 axes) {
    double[] group = new double[channels * axes.inputPlane()];
    int start = channel * axes.inputPlane();
    for (int i = 0; i < group.length; i++) {
      group[i] = x[start + i];
    }
    return group;
  }

  /** Adds what output channel {@code o} gets from every channel and kernel element at (d, h). */
  private static void addRow(
      double[] row, double[] x, int channels, float[] w, int o, int d, int h, Axes3 axes) {
    int[] kernel = axes.kernel();
    int[] input = axes.input();
    for (int c = 0; c < channels; c++) {
      for (int kd = 0; kd < kernel[0]; kd++) {
        int id = axes.position(0, d, kd);
        for (int kh = 0; axes.inside(0, id) && kh < kernel[1]; kh++) {
          int ih = axes.position(1, h, kh);
          if (!axes.inside(1, ih)) {
            continue;
          }
          int line = ((c * input[0] + id) * input[1] + ih) * input[2];
          int tap = (((o * channels + c) * kernel[0] + kd) * kernel[1] + kh) * kernel[2];
          for (int kw = 0; kw < kernel[2]; kw++) {
            addScaled(row, w[tap + kw], x, line, axes.position(2, 0, kw), axes);
          }
        }
      }
    }
  }

  /** row[i] += weight * x[line + first + i * stride] wherever that lies in the line. */
  private static void addScaled(
      double[] row, double weight, double[] x, int line, int first, Axes3 axes) {
    int stride = axes.stride()[2];
    int width = axes.input()[2];
    int from = first >= 0 ? 0 : (-first + stride - 1) / stride;
    int to = first >= width ? 0 : Math.min(row.length, (width - first - 1) / stride + 1);
    if (stride == 1) {
      for (int i = from; i < to; i++) {
        row[i] += weight * x[line + first + i];
      }
    } else {
      for (int i = from; i < to; i++) {
        row[i] += weight * x[line + first + i * stride];
      }
    }
  }
}
