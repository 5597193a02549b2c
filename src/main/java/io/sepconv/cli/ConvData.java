package io.sepconv.cli;

import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Seeded operands of one convolution.
 *
 * @param x activations {@code [N, C, (D,) (H,) W]}
 * @param weights {@code [O, C/groups, (kD,) (kH,) kW]}
 * @param bias {@code [O]}
 */
record ConvData(Tensor x, Tensor weights, Tensor bias) {
  /** Up to here every integer is an f32. */
  private static final long EXACT = 1L << 24;

  /** Enough to tell neighbours apart; larger values would only shrink what fits {@link #EXACT}. */
  private static final int LARGEST = 31;

  /**
   * Integers so small that every partial sum, in whatever order a kernel adds, is an exact f32
   * integer: |bias| + terms * |x| * |w| stays below 2^24.
   */
  static ConvData integers(ConvSpec spec, long seed) {
    int bound = bound(spec);
    SplittableRandom random = new SplittableRandom(seed);
    return new ConvData(
        integers(spec.inputShape(), bound, random),
        integers(spec.weightShape(), bound, random),
        integers(Shape.of(spec.outChannels()), LARGEST, random));
  }

  /** The largest magnitude of activations and weights that keeps the sums exact. */
  static int bound(ConvSpec spec) {
    long terms = Math.multiplyExact(spec.inChannels() / spec.groups(), spec.window().volume());
    long bound = (long) Math.sqrt((EXACT - 1 - LARGEST) / (double) terms);
    if (bound < 1) {
      throw new IllegalArgumentException(
          "'" + spec + "' adds " + terms + " products per element: too many for exact f32 sums");
    }
    return (int) Math.min(bound, LARGEST);
  }

  private static Tensor integers(Shape shape, int bound, SplittableRandom random) {
    Tensor tensor = Tensor.zeros(DataType.FLOAT32, shape);
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(-bound, bound + 1);
    }
    return tensor;
  }

  /** Floats, uniform in [-1, 1): integers as small as the above would survive a cast to bf16. */
  static ConvData floats(ConvSpec spec, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new ConvData(
        RandomTensor.floats(spec.inputShape(), random),
        RandomTensor.floats(spec.weightShape(), random),
        RandomTensor.floats(Shape.of(spec.outChannels()), random));
  }

  /** The operands in the order of the operator. */
  List<Tensor> operands() {
    return List.of(x, weights, bias);
  }
}
