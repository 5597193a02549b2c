package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;

/**
 * Functions that clamp from 0 up to a bound, by the bits of floats. As signed integers these have
 * the order of the floats from 0 on, with all negative ones before them and NaN behind.
 *
 * <p>That is one instruction for each bound instead of six, at the price that NaN becomes a bound:
 * a negative one 0, a positive one the upper bound, which RELU does not have.
 */
final class BitClamp {
  private BitClamp() {}

  /** Whether a function is of this kind. */
  static boolean is(Activation f) {
    return switch (f.kind()) {
      case RELU -> true;
      case CLIP -> f.alpha() == 0 && f.beta() >= 0;
      default -> false;
    };
  }

  /** The bits of the upper bound. */
  static int high(Activation f) {
    return f.kind() == Activation.Kind.RELU ? Integer.MAX_VALUE : Float.floatToRawIntBits(f.beta());
  }

  /** The function's value, for elements that make no whole vector. */
  static float apply(int high, float x) {
    return Float.intBitsToFloat(Math.min(Math.max(Float.floatToRawIntBits(x), 0), high));
  }
}
