package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;

/**
 * The innermost loops in plain Java, for where the Vector API is not there.
 *
 * <p>What {@link PlainLoops} are to work on is copied into rows first: each thread that ever
 * computes keeps {@value #SCRATCH_BYTES} bytes of them.
 */
final class PlainMicroKernels implements MicroKernels {
  /** Floats of a cache line: what a vector has at most. */
  private static final int LANES = 16;

  /** The more rows, the less copying of a panel for each; two groups of four. */
  private static final int ROWS = 8;

  private static final int VECTORS = 16;
  private static final int PANEL = LANES * VECTORS;

  /** Rows of {@link Rows}, with their headers. */
  static final int SCRATCH_BYTES = (ROWS + 4) * (PANEL + 16) * Float.BYTES;

  private static final ThreadLocal<Rows> OF_THREAD = ThreadLocal.withInitial(Rows::new);

  /** What a thread computes on. */
  private static final class Rows {
    private final float[][] y = PlainLoops.rows(ROWS, PANEL);
    private final float[][] x = PlainLoops.rows(4, PANEL);
  }

  @Override
  public String name() {
    return "plain";
  }

  @Override
  public boolean usesVectorApi() {
    return false;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int rows() {
    return ROWS;
  }

  @Override
  public int vectors() {
    return VECTORS;
  }

  @Override
  public void multiply(
      int vectors,
      float[] a,
      int aAt,
      int aPitch,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      int initPitch,
      float[] c,
      int cAt,
      int cPitch,
      int low,
      int high) {
    int n = vectors * LANES;
    // What lies behind a panel in the rows is computed too, and dropped.
    int width = PlainLoops.widthFor(n);
    Rows rows = OF_THREAD.get();
    float[][] y = rows.y;
    float[][] x = rows.x;
    for (int i = 0; i < ROWS; i++) {
      System.arraycopy(init, initAt + i * initPitch, y[i], 0, n);
    }
    int k = 0;
    for (; k + 1 < depth; k += 2) {
      System.arraycopy(b, bAt + k * n, x[0], 0, n);
      System.arraycopy(b, bAt + (k + 1) * n, x[1], 0, n);
      PlainLoops.add(width, y, 0, x, 0, a, aAt + k, aPitch);
      PlainLoops.add(width, y, 4, x, 0, a, aAt + 4 * aPitch + k, aPitch);
    }
    if (k < depth) {
      System.arraycopy(b, bAt + k * n, x[0], 0, n);
      for (int i = 0; i < ROWS; i++) {
        PlainLoops.addOne(width, y[i], x[0], a[aAt + i * aPitch + k]);
      }
    }
    for (int i = 0; i < ROWS; i++) {
      if (low == 0) {
        float most =
            high == Integer.MAX_VALUE ? Float.POSITIVE_INFINITY : Float.intBitsToFloat(high);
        PlainFunctions.clip(y[i], 0, n, 0, most);
      }
      System.arraycopy(y[i], 0, c, cAt + i * cPitch, n);
    }
  }

  @Override
  public void multiplyRow(
      int vectors,
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      float[] c,
      int cAt) {
    int n = vectors * LANES;
    int width = PlainLoops.widthFor(n);
    Rows rows = OF_THREAD.get();
    float[] y = rows.y[0];
    float[][] x = rows.x;
    System.arraycopy(init, initAt, y, 0, n);
    int k = 0;
    for (; k + 3 < depth; k += 4) {
      for (int i = 0; i < 4; i++) {
        System.arraycopy(b, bAt + (k + i) * n, x[i], 0, n);
      }
      PlainLoops.addToOne(width, y, x, 0, a, aAt + k);
    }
    for (; k < depth; k++) {
      System.arraycopy(b, bAt + k * n, x[0], 0, n);
      PlainLoops.addOne(width, y, x[0], a[aAt + k]);
    }
    System.arraycopy(y, 0, c, cAt, n);
  }

  @Override
  public void apply(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    if (f.isNone()) {
      System.arraycopy(x, xAt, y, yAt, n);
    } else if (x == y && xAt == yAt) {
      PlainFunctions.apply(f, y, yAt, n);
    } else {
      float[] row = OF_THREAD.get().x[0];
      for (int at = 0; at < n; at += PANEL) {
        int m = Math.min(PANEL, n - at);
        System.arraycopy(x, xAt + at, row, 0, m);
        PlainFunctions.apply(f, row, 0, m);
        System.arraycopy(row, 0, y, yAt + at, m);
      }
    }
  }

  @Override
  public void applyRows(
      Activation f, float[] array, int xAt, int xPitch, int yAt, int yPitch, int rows, int n) {
    for (int row = 0; row < rows; row++) {
      apply(f, array, xAt + row * xPitch, array, yAt + row * yPitch, n);
    }
  }

  @Override
  public void applyToSums(
      Activation f,
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
    float[][] x = OF_THREAD.get().x;
    for (int row = 0; row < rows; row++) {
      for (int at = 0; at < n; at += PANEL) {
        int m = Math.min(PANEL, n - at);
        System.arraycopy(a, aAt + row * aPitch + at, x[0], 0, m);
        System.arraycopy(b, bAt + row * bPitch + at, x[1], 0, m);
        PlainFunctions.combine(Pairwise.ADD, x[0], x[1], m);
        PlainFunctions.apply(f, x[0], 0, m);
        System.arraycopy(x[0], 0, y, yAt + row * yPitch + at, m);
      }
    }
  }

  @Override
  public void addTaps(
      int taps, float[] x, int xAt, int xStep, float[] w, int wAt, float[] y, int yAt, int n) {
    float[][] rows = OF_THREAD.get().x;
    for (int at = 0; at < n; at += PANEL) {
      int m = Math.min(PANEL, n - at);
      System.arraycopy(y, yAt + at, rows[0], 0, m);
      for (int tap = 0; tap < taps; tap++) {
        System.arraycopy(x, xAt + tap * xStep + at, rows[1], 0, m);
        System.arraycopy(w, wAt + tap * n + at, rows[2], 0, m);
        PlainFunctions.addProducts(rows[0], rows[1], rows[2], m);
      }
      System.arraycopy(rows[0], 0, y, yAt + at, m);
    }
  }

  @Override
  public DepthwiseTile depthwise(int kernel, int stride) {
    return null;
  }

  @Override
  public void combine(
      Pairwise f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    float[][] rows = OF_THREAD.get().x;
    for (int at = 0; at < n; at += PANEL) {
      int m = Math.min(PANEL, n - at);
      System.arraycopy(a, aAt + at, rows[0], 0, m);
      System.arraycopy(b, bAt + at, rows[1], 0, m);
      PlainFunctions.combine(f, rows[0], rows[1], m);
      System.arraycopy(rows[0], 0, y, yAt + at, m);
    }
  }

  @Override
  public void mix(
      float p, float[] a, int aAt, float q, float[] b, int bAt, float[] y, int yAt, int n) {
    float[][] rows = OF_THREAD.get().x;
    for (int at = 0; at < n; at += PANEL) {
      int m = Math.min(PANEL, n - at);
      System.arraycopy(a, aAt + at, rows[0], 0, m);
      System.arraycopy(b, bAt + at, rows[1], 0, m);
      PlainFunctions.mix(p, rows[0], q, rows[1], m);
      System.arraycopy(rows[0], 0, y, yAt + at, m);
    }
  }
}
