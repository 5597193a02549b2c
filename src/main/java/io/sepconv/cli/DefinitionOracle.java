package io.sepconv.cli;

import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * The definition of a convolution in {@code long} arithmetic, for integer data; shares no code with
 * the reference evaluator and so can check it.
 *
 * <p>{@code y[n, o, p] = bias[o] + sum over c, k of x[n, g * C/G + c, p * stride + k * dilation -
 * pad] * w[o, c, k]}, with g the group of o and zero outside the input. Of a large result it looks
 * at a seeded sample in which borders are frequent.
 */
final class DefinitionOracle implements ConvOracle {
  /** More elements than that are sampled. */
  static final int SAMPLES = 20_000;

  private final long seed;

  DefinitionOracle(long seed) {
    this.seed = seed;
  }

  @Override
  public String difference(ConvSpec spec, ConvData data, Tensor actual) {
    Shape shape = actual.shape();
    SplittableRandom random = new SplittableRandom(seed);
    boolean all = actual.size() <= SAMPLES;
    int samples = all ? actual.size() : SAMPLES;
    for (int i = 0; i < samples; i++) {
      int index = all ? i : sample(shape, random);
      long expected = element(spec, data, index);
      float found = actual.floats()[index];
      if (found != expected) {
        return String.format(
            "element %s is %s instead of %d (%s)",
            ConvOracle.position(shape, index),
            found,
            expected,
            all ? "all elements compared" : samples + " elements compared");
      }
    }
    return "";
  }

  /** A random element whose position along each axis is the first or the last every other time. */
  private static int sample(Shape shape, SplittableRandom random) {
    int index = 0;
    for (int size : shape.dims()) {
      int position =
          switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> size - 1;
            default -> random.nextInt(size);
          };
      index = index * size + position;
    }
    return index;
  }

  private static long element(ConvSpec spec, ConvData data, int index) {
    Window window = spec.window();
    int rank = window.rank();
    int[] position = new int[rank];
    int rest = index;
    for (int axis = rank - 1; axis >= 0; axis--) {
      int size = spec.output().get(axis);
      position[axis] = rest % size;
      rest /= size;
    }
    int o = rest % spec.outChannels();
    int n = rest / spec.outChannels();
    int channels = spec.inChannels() / spec.groups();
    int firstChannel = o / (spec.outChannels() / spec.groups()) * channels;
    int volume = (int) window.volume();
    int area = (int) spec.inputShape().size(2, rank + 2);
    long sum = (long) data.bias().floats()[o];
    for (int k = 0; k < volume; k++) {
      int at = inputOffset(spec, position, k);
      if (at < 0) {
        continue;
      }
      for (int c = 0; c < channels; c++) {
        int x = (n * spec.inChannels() + firstChannel + c) * area + at;
        int w = (o * channels + c) * volume + k;
        sum += (long) data.x().floats()[x] * (long) data.weights().floats()[w];
      }
    }
    return sum;
  }

  /**
   * Where kernel element {@code k} lies in one channel of the input, or -1 where it lies outside.
   */
  private static int inputOffset(ConvSpec spec, int[] position, int k) {
    Window window = spec.window();
    int offset = 0;
    int scale = 1;
    for (int axis = window.rank() - 1; axis >= 0; axis--) {
      int along = k % window.kernel().get(axis);
      k /= window.kernel().get(axis);
      int at =
          position[axis] * window.stride().get(axis)
              + along * window.dilation().get(axis)
              - window.padBegin().get(axis);
      int size = spec.input().get(axis);
      if (at < 0 || at >= size) {
        return -1;
      }
      offset += at * scale;
      scale *= size;
    }
    return offset;
  }
}
