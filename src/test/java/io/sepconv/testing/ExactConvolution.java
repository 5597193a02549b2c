package io.sepconv.testing;

import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/**
 * A convolution of integers straight from its definition, one output element at a time, in long
 * arithmetic: shares nothing with the kernels it judges.
 */
public final class ExactConvolution {
  private ExactConvolution() {}

  /** The convolution of a problem's axes, with a bias {@code [O]} or null. */
  public static Tensor of(ConvSpec spec, Tensor x, Tensor weights, Tensor bias) {
    Tensor result = Tensor.zeros(x.type(), spec.outputShape());
    int spatial = spec.window().rank();
    int[] at = new int[spatial + 2];
    for (int i = 0; i < result.size(); i++) {
      unravel(i, result.shape(), at);
      long sum = bias == null ? 0 : (long) bias.floats()[at[1]];
      int channels = spec.inChannels() / spec.groups();
      int firstChannel = at[1] / (spec.outChannels() / spec.groups()) * channels;
      Shape kernel = Shape.of(spec.window().kernel());
      int[] tap = new int[spatial];
      for (int c = 0; c < channels; c++) {
        for (int k = 0; k < kernel.size(); k++) {
          unravel(k, kernel, tap);
          int source = at[0] * spec.inChannels() + firstChannel + c;
          boolean inside = true;
          for (int axis = 0; axis < spatial; axis++) {
            int position =
                at[axis + 2] * spec.window().stride().get(axis)
                    + tap[axis] * spec.window().dilation().get(axis)
                    - spec.window().padBegin().get(axis);
            inside &= position >= 0 && position < spec.input().get(axis);
            source = source * spec.input().get(axis) + position;
          }
          if (inside) {
            int weight = (at[1] * channels + c) * (int) kernel.size() + k;
            sum += (long) x.floats()[source] * (long) weights.floats()[weight];
          }
        }
      }
      result.floats()[i] = sum;
    }
    return result;
  }

  private static void unravel(int index, Shape shape, int[] at) {
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      at[axis] = index % shape.dim(axis);
      index /= shape.dim(axis);
    }
  }
}
