package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of two operands on the Vector API.
 *
 * <p>A loop for each: HotSpot does not turn plain ones into vectors, because all arrays may be the
 * same one at different places.
 */
final class VectorPairs {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorPairs() {}

  /** See {@link MicroKernels#combine}. */
  static void combine(
      Pairwise f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    switch (f) {
      case ADD -> add(a, aAt, b, bAt, y, yAt, n);
      case SUB -> subtract(a, aAt, b, bAt, y, yAt, n);
      case MUL -> multiply(a, aAt, b, bAt, y, yAt, n);
      case DIV -> divide(a, aAt, b, bAt, y, yAt, n);
      case MIN -> minimum(a, aAt, b, bAt, y, yAt, n);
      case MAX -> maximum(a, aAt, b, bAt, y, yAt, n);
      case PRELU -> rectify(a, aAt, b, bAt, y, yAt, n);
      case POW -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Math.pow(a[aAt + i], b[bAt + i]);
        }
      }
    }
  }

  /**
   * A {@link BitClamp} of sums of some rows.
   *
   * @param n whole vectors
   */
  static void clampSums(
      int low,
      int high,
      float[] a,
      int aAt,
      int aPitch,
      float[] b,
      int bAt,
      int bPitch,
      float[] y,
      int yAt,
      int yPitch,
      int rows,
      int n) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < n; i += LANES) {
        FloatVector.fromArray(SPECIES, a, aAt + i)
            .add(FloatVector.fromArray(SPECIES, b, bAt + i))
            .reinterpretAsInts()
            .max(low)
            .min(high)
            .reinterpretAsFloats()
            .intoArray(y, yAt + i);
      }
      aAt += aPitch;
      bAt += bPitch;
      yAt += yPitch;
    }
  }

  private static void add(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .add(FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = a[aAt + i] + b[bAt + i];
    }
  }

  private static void subtract(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .sub(FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = a[aAt + i] - b[bAt + i];
    }
  }

  private static void multiply(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .mul(FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = a[aAt + i] * b[bAt + i];
    }
  }

  private static void divide(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .div(FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = a[aAt + i] / b[bAt + i];
    }
  }

  private static void minimum(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .min(FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = Math.min(a[aAt + i], b[bAt + i]);
    }
  }

  private static void maximum(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .max(FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = Math.max(a[aAt + i], b[bAt + i]);
    }
  }

  private static void rectify(float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, a, aAt + i);
      x.mul(FloatVector.fromArray(SPECIES, b, bAt + i), x.compare(VectorOperators.LT, 0))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = a[aAt + i] < 0 ? a[aAt + i] * b[bAt + i] : a[aAt + i];
    }
  }

  /** See {@link MicroKernels#mix}. */
  static void mix(
      float p, float[] a, int aAt, float q, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .mul(p)
          .add(FloatVector.fromArray(SPECIES, b, bAt + i).mul(q))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = p * a[aAt + i] + q * b[bAt + i];
    }
  }
}
