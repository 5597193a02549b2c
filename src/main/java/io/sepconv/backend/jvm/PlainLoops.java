package io.sepconv.backend.jvm;

/**
 * The innermost loops of products in plain Java: rows of numbers that take multiples of others.
 *
 * <p>HotSpot 17 and 25 turn such a loop into vector instructions, at 60 to 80 GFLOP/s on a Zen 4,
 * where every array is a distinct one, is indexed by exactly the loop variable, and the number of
 * turns is a literal; with an offset in one index it is 5 to 13. So there is a loop for every
 * width, and whoever calls copies into and out of rows. {@code Math.fma} is not used: where the
 * processor lacks it, it computes through {@code BigDecimal}.
 */
final class PlainLoops {
  /** The widths that there are loops for, in floats, the widest first. */
  private static final int[] WIDTHS = {400, 256, 208, 128, 64, 32, 16};

  /** The widest loop. */
  static final int WIDEST = WIDTHS[0];

  private PlainLoops() {}

  /**
   * A row whose size is a multiple of 64 bytes together with the 16 of its header, so that rows
   * made one after the other lie alike to the lines of the caches.
   */
  static float[] row(int width) {
    return new float[Layout.roundUp(width, 16) + 12];
  }

  /** Rows of {@link #row}. */
  static float[][] rows(int count, int width) {
    float[][] rows = new float[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = row(width);
    }
    return rows;
  }

  /** The narrowest loop that takes {@code n} floats, at most {@link #WIDEST}. */
  static int widthFor(int n) {
    int width = WIDEST;
    for (int candidate : WIDTHS) {
      width = candidate >= n ? candidate : width;
    }
    return width;
  }

  /**
   * Adds multiples of two rows to each of four: {@code y[i] = y[i] + a[i][0] * x[0] + a[i][1] *
   * x[1]}, in this order.
   *
   * @param width one that there is a loop for
   * @param y four rows from {@code row} on
   * @param x two rows from {@code k} on
   * @param a {@code a[i][0]} at {@code at + i * pitch}
   */
  static void add(
      int width, float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    switch (width) {
      case 400 -> add400(y, row, x, k, a, at, pitch);
      case 256 -> add256(y, row, x, k, a, at, pitch);
      case 208 -> add208(y, row, x, k, a, at, pitch);
      case 128 -> add128(y, row, x, k, a, at, pitch);
      case 64 -> add64(y, row, x, k, a, at, pitch);
      case 32 -> add32(y, row, x, k, a, at, pitch);
      case 16 -> add16(y, row, x, k, a, at, pitch);
      default -> throw new IllegalArgumentException("no loop is " + width + " floats wide");
    }
  }

  /**
   * Adds multiples of four rows to one: {@code y = y + a[0] * x[0] + a[1] * x[1] + a[2] * x[2] +
   * a[3] * x[3]}, in this order.
   *
   * @param width one that there is a loop for
   * @param x four rows from {@code k} on
   * @param a from {@code at} on
   */
  static void addToOne(int width, float[] y, float[][] x, int k, float[] a, int at) {
    switch (width) {
      case 400 -> addToOne400(y, x, k, a, at);
      case 256 -> addToOne256(y, x, k, a, at);
      case 208 -> addToOne208(y, x, k, a, at);
      case 128 -> addToOne128(y, x, k, a, at);
      case 64 -> addToOne64(y, x, k, a, at);
      case 32 -> addToOne32(y, x, k, a, at);
      case 16 -> addToOne16(y, x, k, a, at);
      default -> throw new IllegalArgumentException("no loop is " + width + " floats wide");
    }
  }

  /** Adds a multiple of a row to another: {@code y = y + a * x}, for the last of an odd number. */
  static void addOne(int width, float[] y, float[] x, float a) {
    for (int j = 0; j < width; j++) {
      y[j] = y[j] + a * x[j];
    }
  }

  private static void add400(
      float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    float[] y0 = y[row];
    float[] y1 = y[row + 1];
    float[] y2 = y[row + 2];
    float[] y3 = y[row + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float s00 = a[at];
    float s01 = a[at + 1];
    float s10 = a[at + pitch];
    float s11 = a[at + pitch + 1];
    float s20 = a[at + 2 * pitch];
    float s21 = a[at + 2 * pitch + 1];
    float s30 = a[at + 3 * pitch];
    float s31 = a[at + 3 * pitch + 1];
    for (int j = 0; j < 400; j++) {
      float v0 = x0[j];
      float v1 = x1[j];
      y0[j] = y0[j] + s00 * v0 + s01 * v1;
      y1[j] = y1[j] + s10 * v0 + s11 * v1;
      y2[j] = y2[j] + s20 * v0 + s21 * v1;
      y3[j] = y3[j] + s30 * v0 + s31 * v1;
    }
  }

  private static void add256(
      float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    float[] y0 = y[row];
    float[] y1 = y[row + 1];
    float[] y2 = y[row + 2];
    float[] y3 = y[row + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float s00 = a[at];
    float s01 = a[at + 1];
    float s10 = a[at + pitch];
    float s11 = a[at + pitch + 1];
    float s20 = a[at + 2 * pitch];
    float s21 = a[at + 2 * pitch + 1];
    float s30 = a[at + 3 * pitch];
    float s31 = a[at + 3 * pitch + 1];
    for (int j = 0; j < 256; j++) {
      float v0 = x0[j];
      float v1 = x1[j];
      y0[j] = y0[j] + s00 * v0 + s01 * v1;
      y1[j] = y1[j] + s10 * v0 + s11 * v1;
      y2[j] = y2[j] + s20 * v0 + s21 * v1;
      y3[j] = y3[j] + s30 * v0 + s31 * v1;
    }
  }

  private static void add208(
      float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    float[] y0 = y[row];
    float[] y1 = y[row + 1];
    float[] y2 = y[row + 2];
    float[] y3 = y[row + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float s00 = a[at];
    float s01 = a[at + 1];
    float s10 = a[at + pitch];
    float s11 = a[at + pitch + 1];
    float s20 = a[at + 2 * pitch];
    float s21 = a[at + 2 * pitch + 1];
    float s30 = a[at + 3 * pitch];
    float s31 = a[at + 3 * pitch + 1];
    for (int j = 0; j < 208; j++) {
      float v0 = x0[j];
      float v1 = x1[j];
      y0[j] = y0[j] + s00 * v0 + s01 * v1;
      y1[j] = y1[j] + s10 * v0 + s11 * v1;
      y2[j] = y2[j] + s20 * v0 + s21 * v1;
      y3[j] = y3[j] + s30 * v0 + s31 * v1;
    }
  }

  private static void add128(
      float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    float[] y0 = y[row];
    float[] y1 = y[row + 1];
    float[] y2 = y[row + 2];
    float[] y3 = y[row + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float s00 = a[at];
    float s01 = a[at + 1];
    float s10 = a[at + pitch];
    float s11 = a[at + pitch + 1];
    float s20 = a[at + 2 * pitch];
    float s21 = a[at + 2 * pitch + 1];
    float s30 = a[at + 3 * pitch];
    float s31 = a[at + 3 * pitch + 1];
    for (int j = 0; j < 128; j++) {
      float v0 = x0[j];
      float v1 = x1[j];
      y0[j] = y0[j] + s00 * v0 + s01 * v1;
      y1[j] = y1[j] + s10 * v0 + s11 * v1;
      y2[j] = y2[j] + s20 * v0 + s21 * v1;
      y3[j] = y3[j] + s30 * v0 + s31 * v1;
    }
  }

  private static void add64(
      float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    float[] y0 = y[row];
    float[] y1 = y[row + 1];
    float[] y2 = y[row + 2];
    float[] y3 = y[row + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float s00 = a[at];
    float s01 = a[at + 1];
    float s10 = a[at + pitch];
    float s11 = a[at + pitch + 1];
    float s20 = a[at + 2 * pitch];
    float s21 = a[at + 2 * pitch + 1];
    float s30 = a[at + 3 * pitch];
    float s31 = a[at + 3 * pitch + 1];
    for (int j = 0; j < 64; j++) {
      float v0 = x0[j];
      float v1 = x1[j];
      y0[j] = y0[j] + s00 * v0 + s01 * v1;
      y1[j] = y1[j] + s10 * v0 + s11 * v1;
      y2[j] = y2[j] + s20 * v0 + s21 * v1;
      y3[j] = y3[j] + s30 * v0 + s31 * v1;
    }
  }

  private static void add32(
      float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    float[] y0 = y[row];
    float[] y1 = y[row + 1];
    float[] y2 = y[row + 2];
    float[] y3 = y[row + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float s00 = a[at];
    float s01 = a[at + 1];
    float s10 = a[at + pitch];
    float s11 = a[at + pitch + 1];
    float s20 = a[at + 2 * pitch];
    float s21 = a[at + 2 * pitch + 1];
    float s30 = a[at + 3 * pitch];
    float s31 = a[at + 3 * pitch + 1];
    for (int j = 0; j < 32; j++) {
      float v0 = x0[j];
      float v1 = x1[j];
      y0[j] = y0[j] + s00 * v0 + s01 * v1;
      y1[j] = y1[j] + s10 * v0 + s11 * v1;
      y2[j] = y2[j] + s20 * v0 + s21 * v1;
      y3[j] = y3[j] + s30 * v0 + s31 * v1;
    }
  }

  private static void add16(
      float[][] y, int row, float[][] x, int k, float[] a, int at, int pitch) {
    float[] y0 = y[row];
    float[] y1 = y[row + 1];
    float[] y2 = y[row + 2];
    float[] y3 = y[row + 3];
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float s00 = a[at];
    float s01 = a[at + 1];
    float s10 = a[at + pitch];
    float s11 = a[at + pitch + 1];
    float s20 = a[at + 2 * pitch];
    float s21 = a[at + 2 * pitch + 1];
    float s30 = a[at + 3 * pitch];
    float s31 = a[at + 3 * pitch + 1];
    for (int j = 0; j < 16; j++) {
      float v0 = x0[j];
      float v1 = x1[j];
      y0[j] = y0[j] + s00 * v0 + s01 * v1;
      y1[j] = y1[j] + s10 * v0 + s11 * v1;
      y2[j] = y2[j] + s20 * v0 + s21 * v1;
      y3[j] = y3[j] + s30 * v0 + s31 * v1;
    }
  }

  private static void addToOne400(float[] y, float[][] x, int k, float[] a, int at) {
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    float s0 = a[at];
    float s1 = a[at + 1];
    float s2 = a[at + 2];
    float s3 = a[at + 3];
    for (int j = 0; j < 400; j++) {
      y[j] = y[j] + s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }

  private static void addToOne256(float[] y, float[][] x, int k, float[] a, int at) {
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    float s0 = a[at];
    float s1 = a[at + 1];
    float s2 = a[at + 2];
    float s3 = a[at + 3];
    for (int j = 0; j < 256; j++) {
      y[j] = y[j] + s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }

  private static void addToOne208(float[] y, float[][] x, int k, float[] a, int at) {
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    float s0 = a[at];
    float s1 = a[at + 1];
    float s2 = a[at + 2];
    float s3 = a[at + 3];
    for (int j = 0; j < 208; j++) {
      y[j] = y[j] + s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }

  private static void addToOne128(float[] y, float[][] x, int k, float[] a, int at) {
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    float s0 = a[at];
    float s1 = a[at + 1];
    float s2 = a[at + 2];
    float s3 = a[at + 3];
    for (int j = 0; j < 128; j++) {
      y[j] = y[j] + s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }

  private static void addToOne64(float[] y, float[][] x, int k, float[] a, int at) {
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    float s0 = a[at];
    float s1 = a[at + 1];
    float s2 = a[at + 2];
    float s3 = a[at + 3];
    for (int j = 0; j < 64; j++) {
      y[j] = y[j] + s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }

  private static void addToOne32(float[] y, float[][] x, int k, float[] a, int at) {
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    float s0 = a[at];
    float s1 = a[at + 1];
    float s2 = a[at + 2];
    float s3 = a[at + 3];
    for (int j = 0; j < 32; j++) {
      y[j] = y[j] + s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }

  private static void addToOne16(float[] y, float[][] x, int k, float[] a, int at) {
    float[] x0 = x[k];
    float[] x1 = x[k + 1];
    float[] x2 = x[k + 2];
    float[] x3 = x[k + 3];
    float s0 = a[at];
    float s1 = a[at + 1];
    float s2 = a[at + 2];
    float s3 = a[at + 3];
    for (int j = 0; j < 16; j++) {
      y[j] = y[j] + s0 * x0[j] + s1 * x1[j] + s2 * x2[j] + s3 * x3[j];
    }
  }
}
