package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.op.Activation;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The innermost loops on the Vector API, as wide as the processor's registers. */
final class VectorMicroKernels implements MicroKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /**
   * Whether there are 32 vector registers: on x86 they came with vectors of 512 bits, elsewhere
   * (NEON, SVE, RISC-V) there always are.
   */
  private static final boolean MANY_REGISTERS =
      SPECIES.vectorBitSize() == 512 || !System.getProperty("os.arch").matches("amd64|x86_64|x86");

  private static final List<DepthwiseTile> TILES =
      List.of(
          new Depthwise3x3(),
          new Depthwise3x3Stride2(),
          new Depthwise5x5(),
          new Depthwise5x5Stride2());

  @Override
  public String name() {
    return "vector" + SPECIES.vectorBitSize();
  }

  /** Whether the vectors of the JVM are long enough to be worth it. */
  static Support canRun() {
    // Where the JVM has no instructions for them, the API says 64 bits, and they are objects.
    return SPECIES.vectorBitSize() >= 128
        ? Support.YES
        : Support.no("vectors of the JVM have only " + SPECIES.vectorBitSize() + " bits");
  }

  @Override
  public boolean usesVectorApi() {
    return true;
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int rows() {
    return MANY_REGISTERS ? 7 : 6;
  }

  @Override
  public int vectors() {
    return 2;
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
    if (MANY_REGISTERS && vectors == 2) {
      Tile7x2.multiply(
          a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt, cPitch, low, high);
    } else if (MANY_REGISTERS) {
      Tile7x1.multiply(
          a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt, cPitch, low, high);
    } else if (vectors == 2) {
      Tile6x2.multiply(
          a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt, cPitch, low, high);
    } else {
      Tile6x1.multiply(
          a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt, cPitch, low, high);
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
    if (vectors == 2) {
      TileRow.multiply2(a, aAt, depth, b, bAt, init, initAt, c, cAt);
    } else {
      TileRow.multiply1(a, aAt, depth, b, bAt, init, initAt, c, cAt);
    }
  }

  @Override
  public void apply(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    VectorFunctions.apply(f, x, xAt, y, yAt, n);
  }

  @Override
  public void applyRows(
      Activation f, float[] array, int xAt, int xPitch, int yAt, int yPitch, int rows, int n) {
    if (BitClamp.is(f) && n % LANES == 0) {
      VectorFunctions.clampRows(0, BitClamp.high(f), array, xAt, xPitch, yAt, yPitch, rows, n);
      return;
    }
    for (int row = 0; row < rows; row++) {
      VectorFunctions.apply(f, array, xAt + row * xPitch, array, yAt + row * yPitch, n);
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
    boolean clamps = f.isNone() || BitClamp.is(f);
    int low = f.isNone() ? Integer.MIN_VALUE : 0;
    int high = f.isNone() ? Integer.MAX_VALUE : BitClamp.high(f);
    int whole = clamps ? SPECIES.loopBound(n) : 0;
    VectorPairs.clampSums(low, high, a, aAt, aPitch, b, bAt, bPitch, y, yAt, yPitch, rows, whole);
    for (int row = 0; row < rows; row++) {
      int from = aAt + row * aPitch;
      int other = bAt + row * bPitch;
      int to = yAt + row * yPitch;
      if (!clamps) {
        VectorPairs.combine(Pairwise.ADD, a, from, b, other, y, to, n);
        VectorFunctions.apply(f, y, to, y, to, n);
        continue;
      }
      for (int i = whole; i < n; i++) {
        float sum = a[from + i] + b[other + i];
        y[to + i] = f.isNone() ? sum : BitClamp.apply(high, sum);
      }
    }
  }

  @Override
  public void addTaps(
      int taps, float[] x, int xAt, int xStep, float[] w, int wAt, float[] y, int yAt, int n) {
    int tap = 0;
    for (; tap + 2 < taps; tap += 3) {
      addThree(x, xAt + tap * xStep, xStep, w, wAt + tap * n, y, yAt, n);
    }
    for (; tap < taps; tap++) {
      addOne(x, xAt + tap * xStep, w, wAt + tap * n, y, yAt, n);
    }
  }

  private static void addThree(
      float[] x, int xAt, int xStep, float[] w, int wAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yAt + i);
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + xStep + i);
      FloatVector x2 = FloatVector.fromArray(SPECIES, x, xAt + 2 * xStep + i);
      sum = x0.fma(FloatVector.fromArray(SPECIES, w, wAt + i), sum);
      sum = x1.fma(FloatVector.fromArray(SPECIES, w, wAt + n + i), sum);
      sum = x2.fma(FloatVector.fromArray(SPECIES, w, wAt + 2 * n + i), sum);
      sum.intoArray(y, yAt + i);
    }
  }

  private static void addOne(float[] x, int xAt, float[] w, int wAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xAt + i)
          .fma(
              FloatVector.fromArray(SPECIES, w, wAt + i),
              FloatVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(y, yAt + i);
    }
  }

  @Override
  public DepthwiseTile depthwise(int kernel, int stride) {
    return TILES.stream()
        .filter(tile -> tile.kernel() == kernel && tile.stride() == stride)
        .findFirst()
        .orElse(null);
  }

  @Override
  public void combine(
      Pairwise f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    VectorPairs.combine(f, a, aAt, b, bAt, y, yAt, n);
  }

  @Override
  public void mix(
      float p, float[] a, int aAt, float q, float[] b, int bAt, float[] y, int yAt, int n) {
    VectorPairs.mix(p, a, aAt, q, b, bAt, y, yAt, n);
  }
}
