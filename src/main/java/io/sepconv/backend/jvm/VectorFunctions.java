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
      case RELU -> clamp(0, Float.POSITIVE_INFINITY, x, xAt, y, yAt, n);
      case CLIP -> clamp(f.alpha(), f.beta(), x, xAt, y, yAt, n);
      default -> {
        for (int i = 0; i < n; i++) {
          y[yAt + i] = (float) Activations.apply(f, x[xAt + i]);
        }
      }
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
