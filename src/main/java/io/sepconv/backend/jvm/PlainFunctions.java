package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import io.sepconv.reference.Activations;

/**
 * Element-wise functions in plain loops that HotSpot turns into vector instructions: each works in
 * place, because it does not do so with two places of one array, and with {@link Math#max}, because
 * it does not do so with comparisons.
 */
final class PlainFunctions {
  private PlainFunctions() {}

  /** See {@link MicroKernels#apply}. */
  static void apply(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    if (x != y || xAt != yAt) {
      System.arraycopy(x, xAt, y, yAt, n);
    }
    int end = yAt + n;
    switch (f.kind()) {
      case IDENTITY -> {}
      case RELU -> relu(y, yAt, end);
      case CLIP -> clamp(y, yAt, end, f.alpha(), f.beta());
      default -> {
        for (int i = yAt; i < end; i++) {
          y[i] = (float) Activations.apply(f, y[i]);
        }
      }
    }
  }

  private static void relu(float[] y, int begin, int end) {
    for (int i = begin; i < end; i++) {
      y[i] = Math.max(y[i], 0f);
    }
  }

  private static void clamp(float[] y, int begin, int end, float low, float high) {
    for (int i = begin; i < end; i++) {
      y[i] = Math.min(Math.max(y[i], low), high);
    }
  }

  /** {@code y += x} for the first {@code n} elements of two rows. */
  static void add(float[] y, float[] x, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i];
    }
  }

  /** {@code y += x * w} for the first {@code n} elements of three rows. */
  static void addProducts(float[] y, float[] x, float[] w, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i] * w[i];
    }
  }
}
