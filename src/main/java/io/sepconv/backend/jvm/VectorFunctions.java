package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import io.sepconv.reference.Activations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Element-wise functions on the Vector API. */
final class VectorFunctions {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorFunctions() {}

  /** See {@link MicroKernels#apply}. */
  static void apply(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    switch (f.kind()) {
      case IDENTITY -> System.arraycopy(x, xAt, y, yAt, n);
      case RELU -> clampBits(Integer.MAX_VALUE, x, xAt, y, yAt, n);
      case CLIP -> {
        if (f.alpha() == 0 && f.beta() >= 0) {
          clampBits(Float.floatToRawIntBits(f.beta()), x, xAt, y, yAt, n);
        } else {
          clamp(f.alpha(), f.beta(), x, xAt, y, yAt, n);
        }
      }
      default -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Activations.apply(f, x[xAt + i]);
        }
      }
    }
  }

  /**
   * Functions from 0 up to a bound by the bits of their operands, which as signed integers have the
   * order of the floats from 0 on, with all negative ones before them and NaN behind. That is one
   * instruction for each bound instead of six, at the price that NaN becomes a bound: a negative
   * one 0, a positive one the upper bound.
   */
  private static void clampBits(int high, float[] x, int xAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .reinterpretAsInts()
          .max(0)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      int bits = Float.floatToRawIntBits(x[xAt + i]);
      y[yAt + i] = Float.intBitsToFloat(Math.min(Math.max(bits, 0), high));
    }
  }

  private static void clamp(float low, float high, float[] x, int xAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).max(low).min(high).intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = Math.min(Math.max(x[xAt + i], low), high);
    }
  }
}
