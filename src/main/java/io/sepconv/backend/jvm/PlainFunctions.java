package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import io.sepconv.reference.Activations;

/**
 * Element-wise functions in plain loops, of which HotSpot turns the simple ones into vector
 * instructions: it does so where a loop works in place, because two places of one array may
 * overlap, and with {@link Math#max} and {@link Math#min}, but not with comparisons.
 */
final class PlainFunctions {
  private PlainFunctions() {}

  /** {@code y = f(y)} for {@code n} elements from {@code yAt} on. */
  static void apply(Activation f, float[] y, int yAt, int n) {
    int end = yAt + n;
    switch (f.kind()) {
      case IDENTITY -> {}
      case RELU -> relu(y, yAt, end);
      case CLIP -> clip(y, yAt, end, f.alpha(), f.beta());
      case LEAKY_RELU -> leakyRelu(y, yAt, end, f.alpha());
      case HARD_SIGMOID -> hardSigmoid(y, yAt, end, f.alpha(), f.beta());
      case HARD_SWISH -> hardSwish(y, yAt, end);
      default -> {
        for (int i = yAt; i < end; i++) {
          y[i] = (float) Activations.apply(f, y[i]);
        }
      }
    }
  }

  private static void relu(float[] y, int begin, int end) {
    for (int i = begin; i < end; i++) {
      y[i] = Math.max(y[i], 0);
    }
  }

  static void clip(float[] y, int begin, int end, float low, float high) {
    for (int i = begin; i < end; i++) {
      y[i] = Math.min(Math.max(y[i], low), high);
    }
  }

  private static void leakyRelu(float[] y, int begin, int end, float slope) {
    for (int i = begin; i < end; i++) {
      y[i] = Math.max(y[i], 0) + slope * Math.min(y[i], 0);
    }
  }

  private static void hardSigmoid(float[] y, int begin, int end, float slope, float offset) {
    for (int i = begin; i < end; i++) {
      y[i] = Math.max(Math.min(slope * y[i] + offset, 1), 0);
    }
  }

  private static void hardSwish(float[] y, int begin, int end) {
    for (int i = begin; i < end; i++) {
      y[i] = y[i] * Math.max(Math.min(y[i] * (1f / 6) + 0.5f, 1), 0);
    }
  }

  /** {@code a = f(a, b)} for the first {@code n} elements of two rows. */
  static void combine(Pairwise f, float[] a, float[] b, int n) {
    switch (f) {
      case ADD -> add(a, b, n);
      case SUB -> subtract(a, b, n);
      case MUL -> multiply(a, b, n);
      case DIV -> divide(a, b, n);
      case MIN -> minimum(a, b, n);
      case MAX -> maximum(a, b, n);
      case POW -> {
        for (int i = 0; i < n; i++) {
          a[i] = (float) Math.pow(a[i], b[i]);
        }
      }
      case PRELU -> {
        for (int i = 0; i < n; i++) {
          a[i] = a[i] < 0 ? a[i] * b[i] : a[i];
        }
      }
    }
  }

  private static void add(float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] += b[i];
    }
  }

  private static void subtract(float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] -= b[i];
    }
  }

  private static void multiply(float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] *= b[i];
    }
  }

  private static void divide(float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] /= b[i];
    }
  }

  private static void minimum(float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] = Math.min(a[i], b[i]);
    }
  }

  private static void maximum(float[] a, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] = Math.max(a[i], b[i]);
    }
  }

  /** {@code a = p * a + q * b} for the first {@code n} elements of two rows. */
  static void mix(float p, float[] a, float q, float[] b, int n) {
    for (int i = 0; i < n; i++) {
      a[i] = p * a[i] + q * b[i];
    }
  }

  /** {@code y += x * w} for the first {@code n} elements of three rows. */
  static void addProducts(float[] y, float[] x, float[] w, int n) {
    for (int i = 0; i < n; i++) {
      y[i] += x[i] * w[i];
    }
  }
}
