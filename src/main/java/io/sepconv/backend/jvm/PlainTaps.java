package io.sepconv.backend.jvm;

/**
 * The innermost loops of depthwise convolutions in plain Java: a row of sums takes products of rows
 * of the picture and rows of weights. One loop for each width, as in {@link PlainLoops} and for the
 * same reason.
 */
final class PlainTaps {
  /** The widest loop: three taps of a row, their weights and the sums fit into the L1 cache. */
  static final int WIDEST = 384;

  private static final int[] WIDTHS = {384, 320, 288, 256, 192, 128, 64};

  private PlainTaps() {}

  /** The narrowest loop that takes {@code n} floats, at most {@link #WIDEST}. */
  static int widthFor(int n) {
    int width = WIDEST;
    for (int candidate : WIDTHS) {
      width = candidate >= n ? candidate : width;
    }
    return width;
  }

  /**
   * Adds some taps: {@code y += x[i] * w[k] + x[i + 1] * w[k + 1] + ...}.
   *
   * @param width one that there is a loop for
   * @param x from row {@code i} on
   * @param w from row {@code k} on
   */
  static void add(int width, float[] y, float[][] x, int i, float[][] w, int k, int taps) {
    int tap = 0;
    for (; tap + 2 < taps; tap += 3) {
      addThree(width, y, x, i + tap, w, k + tap);
    }
    for (; tap < taps; tap++) {
      addOne(width, y, x[i + tap], w[k + tap]);
    }
  }

  private static void addOne(int width, float[] y, float[] x, float[] w) {
    for (int j = 0; j < width; j++) {
      y[j] = y[j] + x[j] * w[j];
    }
  }

  private static void addThree(int width, float[] y, float[][] x, int i, float[][] w, int k) {
    switch (width) {
      case 384 -> add384(y, x[i], x[i + 1], x[i + 2], w[k], w[k + 1], w[k + 2]);
      case 320 -> add320(y, x[i], x[i + 1], x[i + 2], w[k], w[k + 1], w[k + 2]);
      case 288 -> add288(y, x[i], x[i + 1], x[i + 2], w[k], w[k + 1], w[k + 2]);
      case 256 -> add256(y, x[i], x[i + 1], x[i + 2], w[k], w[k + 1], w[k + 2]);
      case 192 -> add192(y, x[i], x[i + 1], x[i + 2], w[k], w[k + 1], w[k + 2]);
      case 128 -> add128(y, x[i], x[i + 1], x[i + 2], w[k], w[k + 1], w[k + 2]);
      case 64 -> add64(y, x[i], x[i + 1], x[i + 2], w[k], w[k + 1], w[k + 2]);
      default -> throw new IllegalArgumentException("no loop is " + width + " floats wide");
    }
  }

  private static void add384(
      float[] y, float[] x0, float[] x1, float[] x2, float[] w0, float[] w1, float[] w2) {
    for (int j = 0; j < 384; j++) {
      y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }

  private static void add320(
      float[] y, float[] x0, float[] x1, float[] x2, float[] w0, float[] w1, float[] w2) {
    for (int j = 0; j < 320; j++) {
      y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }

  private static void add288(
      float[] y, float[] x0, float[] x1, float[] x2, float[] w0, float[] w1, float[] w2) {
    for (int j = 0; j < 288; j++) {
      y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }

  private static void add256(
      float[] y, float[] x0, float[] x1, float[] x2, float[] w0, float[] w1, float[] w2) {
    for (int j = 0; j < 256; j++) {
      y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }

  private static void add192(
      float[] y, float[] x0, float[] x1, float[] x2, float[] w0, float[] w1, float[] w2) {
    for (int j = 0; j < 192; j++) {
      y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }

  private static void add128(
      float[] y, float[] x0, float[] x1, float[] x2, float[] w0, float[] w1, float[] w2) {
    for (int j = 0; j < 128; j++) {
      y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }

  private static void add64(
      float[] y, float[] x0, float[] x1, float[] x2, float[] w0, float[] w1, float[] w2) {
    for (int j = 0; j < 64; j++) {
      y[j] = y[j] + x0[j] * w0[j] + x1[j] * w1[j] + x2[j] * w2[j];
    }
  }
}
