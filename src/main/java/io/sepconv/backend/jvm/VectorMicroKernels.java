package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The innermost loops on the Vector API, as wide as the processor's registers. */
final class VectorMicroKernels implements MicroKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /**
   * Whether there are 32 vector registers: on x86 they came with vectors of 512 bits, elsewhere
   * (NEON, SVE, RISC-V) there always are. A tile takes all but what a step of its loop reads.
   */
  private static final boolean MANY_REGISTERS =
      SPECIES.vectorBitSize() == 512 || !System.getProperty("os.arch").matches("amd64|x86_64|x86");

  @Override
  public String name() {
    return "vector" + SPECIES.vectorBitSize();
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
    return MANY_REGISTERS ? 4 : 2;
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
      int cAt) {
    if (MANY_REGISTERS) {
      switch (vectors) {
        case 4 -> Tile7x4.multiply(a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt);
        case 2 -> Tile7x2.multiply(a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt);
        default -> Tile7x1.multiply(a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt);
      }
    } else if (vectors == 2) {
      Tile6x2.multiply(a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt);
    } else {
      Tile6x1.multiply(a, aAt, aPitch, depth, b, bAt, init, initAt, initPitch, c, cAt);
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
    switch (vectors) {
      case 4 -> TileRow.multiply4(a, aAt, depth, b, bAt, init, initAt, c, cAt);
      case 2 -> TileRow.multiply2(a, aAt, depth, b, bAt, init, initAt, c, cAt);
      default -> TileRow.multiply1(a, aAt, depth, b, bAt, init, initAt, c, cAt);
    }
  }

  @Override
  public void apply(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    VectorFunctions.apply(f, x, xAt, y, yAt, n);
  }

  @Override
  public void applyRows(
      Activation f, float[] array, int xAt, int xPitch, int yAt, int yPitch, int rows, int n) {
    for (int row = 0; row < rows; row++) {
      VectorFunctions.apply(f, array, xAt + row * xPitch, array, yAt + row * yPitch, n);
    }
  }

  @Override
  public void applyToSum(
      Activation f, float[] a, int aAt, float[] b, int bAt, float[] y, int yAt, int n) {
    int whole = SPECIES.loopBound(n);
    for (int i = 0; i < whole; i += LANES) {
      FloatVector.fromArray(SPECIES, a, aAt + i)
          .add(FloatVector.fromArray(SPECIES, b, bAt + i))
          .intoArray(y, yAt + i);
    }
    for (int i = whole; i < n; i++) {
      y[yAt + i] = a[aAt + i] + b[bAt + i];
    }
    if (!f.isNone()) {
      VectorFunctions.apply(f, y, yAt, y, yAt, n);
    }
  }
}
