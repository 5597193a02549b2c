package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import io.sepconv.reference.Activations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise functions on the Vector API: whole vectors in a loop per function, then the elements
 * behind them one by one.
 */
final class VectorFunctions {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorFunctions() {}

  /** See {@link MicroKernels#apply}. */
  static void apply(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    switch (f.kind()) {
      case IDENTITY -> {
        System.arraycopy(x, xAt, y, yAt, n);
        return;
      }
      case RELU -> clampBits(BitClamp.high(f), x, xAt, y, yAt, whole);
      case CLIP -> clip(f, x, xAt, y, yAt, whole);
      case LEAKY_RELU -> leakyRelu(f, x, xAt, y, yAt, whole);
      case THRESHOLDED_RELU -> thresholdedRelu(f, x, xAt, y, yAt, whole);
      case HARD_SIGMOID -> hardSigmoid(f, x, xAt, y, yAt, whole);
      case HARD_SWISH -> hardSwish(x, xAt, y, yAt, whole);
      case ABS -> abs(x, xAt, y, yAt, whole);
      case NEG -> negate(x, xAt, y, yAt, whole);
      case SQRT -> sqrt(x, xAt, y, yAt, whole);
      case RECIPROCAL -> reciprocal(x, xAt, y, yAt, whole);
      case SOFTSIGN -> softsign(x, xAt, y, yAt, whole);
      case SIGN, LOG, FLOOR, CEIL, ROUND -> whole = 0;
      default -> LongLoop.of(f.kind()).run(f, x, xAt, y, yAt, whole);
    }
    boolean clamps = BitClamp.is(f);
    for (int i = whole; i < n; i++) {
      float v = x[xAt + i];
      y[yAt + i] = clamps ? BitClamp.apply(BitClamp.high(f), v) : (float) Activations.apply(f, v);
    }
  }

  /**
   * A {@link BitClamp} of some rows within one array.
   *
   * @param n whole vectors
   */
  static void clampRows(
      int low, int high, float[] array, int xAt, int xPitch, int yAt, int yPitch, int rows, int n) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector.fromArray(SPECIES, array, xAt + i)
            .reinterpretAsInts()
            .max(low)
            .min(high)
            .reinterpretAsFloats()
            .intoArray(array, yAt + i);
      }
      xAt += xPitch;
      yAt += yPitch;
    }
  }

  private static void clampBits(int high, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .reinterpretAsInts()
          .max(0)
          .min(high)
          .reinterpretAsFloats()
          .intoArray(y, yAt + i);
    }
  }

  private static void clip(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    if (BitClamp.is(f)) {
      clampBits(BitClamp.high(f), x, xAt, y, yAt, n);
      return;
    }
    float low = f.alpha();
    float high = f.beta();
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).max(low).min(high).intoArray(y, yAt + i);
    }
  }

  private static void leakyRelu(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    float slope = f.alpha();
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      v.mul(slope).blend(v, v.compare(VectorOperators.GE, 0)).intoArray(y, yAt + i);
    }
  }

  private static void thresholdedRelu(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    float low = f.alpha();
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      v.blend(0, v.compare(VectorOperators.LE, low)).intoArray(y, yAt + i);
    }
  }

  private static void hardSigmoid(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    float slope = f.alpha();
    float offset = f.beta();
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      v.mul(slope).add(offset).min(1).max(0).intoArray(y, yAt + i);
    }
  }

  private static void hardSwish(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      v.mul(1f / 6).add(0.5f).min(1).max(0).mul(v).intoArray(y, yAt + i);
    }
  }

  private static void abs(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).abs().intoArray(y, yAt + i);
    }
  }

  private static void negate(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).neg().intoArray(y, yAt + i);
    }
  }

  private static void sqrt(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i).sqrt().intoArray(y, yAt + i);
    }
  }

  private static void reciprocal(float[] x, int xAt, float[] y, int yAt, int n) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1);
    for (int i = 0; i < n; i += LANES) {
      one.div(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
    }
  }

  private static void softsign(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      v.div(v.abs().add(1)).intoArray(y, yAt + i);
    }
  }
}
