package io.sepconv.zoo;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/**
 * A sequence of random tensors that depends on its seed alone: SplitMix64 (Steele, Lea, Flood 2014,
 * "Fast splittable pseudorandom number generators"). One thread.
 */
final class SeededWeights {
  private static final long STEP = 0x9E3779B97F4A7C15L;

  private long state;

  SeededWeights(long seed) {
    this.state = seed;
  }

  /**
   * Weights, uniform around zero, whose sums over the operands of one result have {@code gain}
   * times the operands' mean square (He et al. 2015, "Delving deep into rectifiers").
   *
   * @param shape {@code [O, ...]}, where all axes but the first are summed over
   * @param gain 1 keeps the mean square, 2 keeps it behind a rectifier
   */
  Tensor weights(Shape shape, double gain) {
    long fanIn = shape.size() / shape.dim(0);
    return uniform(shape, Math.sqrt(3 * gain / fanIn));
  }

  /** Numbers in {@code [-bound, bound)}. */
  Tensor uniform(Shape shape, double bound) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (bound * next());
    }
    return Tensor.of(shape, values);
  }

  /** A number in [-1, 1), of 24 random bits, which a float holds exactly. */
  private double next() {
    state += STEP;
    long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >> 40) * 0x1p-23;
  }
}
