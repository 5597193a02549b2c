package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;

/** Softmax over lines of neighbouring elements. */
final class SoftmaxLines implements Kernel {
  private static final Activation EXP = new Activation(Activation.Kind.EXP, 0, 0);

  private final Places.Place from;
  private final int[] sources;
  private final int to;
  private final int[] results;
  private final int length;
  private final boolean logarithm;
  private final MicroKernels micro;
  private final Shares shares;

  /**
   * A softmax.
   *
   * @param sources where each line begins, from the first element of all
   * @param results where each line of the result begins, from {@code to} on
   */
  SoftmaxLines(
      Places.Place from,
      int[] sources,
      int to,
      int[] results,
      int length,
      boolean logarithm,
      MicroKernels micro,
      int threads) {
    this.from = from;
    this.sources = sources;
    this.to = to;
    this.results = results;
    this.length = length;
    this.logarithm = logarithm;
    this.micro = micro;
    this.shares = Shares.of(sources.length, threads);
  }

  @Override
  public int parts() {
    return shares.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    float[] x = from.in(arena);
    for (int line = shares.begin(part); line < shares.end(part); line++) {
      normalise(x, from.at() + sources[line], arena, to + results[line]);
    }
  }

  private void normalise(float[] x, int xAt, float[] y, int yAt) {
    float max = maximum(x, xAt, length);
    subtract(x, xAt, max, y, yAt, length);
    micro.apply(EXP, y, yAt, y, yAt, length);
    double sum = sum(y, yAt, length);
    if (logarithm) {
      subtract(x, xAt, max, y, yAt, length);
      subtract(y, yAt, (float) Math.log(sum), y, yAt, length);
    } else {
      scale(y, yAt, (float) (1 / sum), length);
    }
  }

  /** NaN where there is one. Four at a time: each comparison waits for the one before. */
  private static float maximum(float[] x, int at, int n) {
    float a = Float.NEGATIVE_INFINITY;
    float b = a;
    float c = a;
    float d = a;
    int i = 0;
    for (; i < n - 3; i += 4) {
      a = Math.max(a, x[at + i]);
      b = Math.max(b, x[at + i + 1]);
      c = Math.max(c, x[at + i + 2]);
      d = Math.max(d, x[at + i + 3]);
    }
    for (; i < n; i++) {
      a = Math.max(a, x[at + i]);
    }
    return Math.max(Math.max(a, b), Math.max(c, d));
  }

  private static double sum(float[] x, int at, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i < n - 3; i += 4) {
      a += x[at + i];
      b += x[at + i + 1];
      c += x[at + i + 2];
      d += x[at + i + 3];
    }
    for (; i < n; i++) {
      a += x[at + i];
    }
    return a + b + (c + d);
  }

  private static void subtract(float[] x, int xAt, float less, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] = x[xAt + i] - less;
    }
  }

  private static void scale(float[] y, int yAt, float factor, int n) {
    for (int i = 0; i < n; i++) {
      y[yAt + i] *= factor;
    }
  }
}
