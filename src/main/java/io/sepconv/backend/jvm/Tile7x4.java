package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 7 pixels by 4 vectors of channels: 28 sums in registers. Its loop leaves HotSpot no room to clamp
 * them as well: with bounds it runs fifty times slower.
 *
 * <p>One loop, and all vectors local to one method: HotSpot of 17 keeps them in registers only so.
 */
final class Tile7x4 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private Tile7x4() {}

  /** See {@link MicroKernels#multiply}. */
  static void multiply(
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
      int cPitch) {
    int a0 = aAt;
    int a1 = a0 + aPitch;
    int a2 = a1 + aPitch;
    int a3 = a2 + aPitch;
    int a4 = a3 + aPitch;
    int a5 = a4 + aPitch;
    int a6 = a5 + aPitch;
    FloatVector c00 = FloatVector.fromArray(SPECIES, init, initAt);
    FloatVector c01 = FloatVector.fromArray(SPECIES, init, initAt + LANES);
    FloatVector c02 = FloatVector.fromArray(SPECIES, init, initAt + 2 * LANES);
    FloatVector c03 = FloatVector.fromArray(SPECIES, init, initAt + 3 * LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, init, initAt + initPitch);
    FloatVector c11 = FloatVector.fromArray(SPECIES, init, initAt + initPitch + LANES);
    FloatVector c12 = FloatVector.fromArray(SPECIES, init, initAt + initPitch + 2 * LANES);
    FloatVector c13 = FloatVector.fromArray(SPECIES, init, initAt + initPitch + 3 * LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch);
    FloatVector c21 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch + LANES);
    FloatVector c22 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch + 2 * LANES);
    FloatVector c23 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch + 3 * LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch);
    FloatVector c31 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch + LANES);
    FloatVector c32 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch + 2 * LANES);
    FloatVector c33 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch + 3 * LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch);
    FloatVector c41 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch + LANES);
    FloatVector c42 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch + 2 * LANES);
    FloatVector c43 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch + 3 * LANES);
    FloatVector c50 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch);
    FloatVector c51 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch + LANES);
    FloatVector c52 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch + 2 * LANES);
    FloatVector c53 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch + 3 * LANES);
    FloatVector c60 = FloatVector.fromArray(SPECIES, init, initAt + 6 * initPitch);
    FloatVector c61 = FloatVector.fromArray(SPECIES, init, initAt + 6 * initPitch + LANES);
    FloatVector c62 = FloatVector.fromArray(SPECIES, init, initAt + 6 * initPitch + 2 * LANES);
    FloatVector c63 = FloatVector.fromArray(SPECIES, init, initAt + 6 * initPitch + 3 * LANES);
    int at = bAt;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector b2 = FloatVector.fromArray(SPECIES, b, at + 2 * LANES);
      FloatVector b3 = FloatVector.fromArray(SPECIES, b, at + 3 * LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      c02 = x0.fma(b2, c02);
      c03 = x0.fma(b3, c03);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      c12 = x1.fma(b2, c12);
      c13 = x1.fma(b3, c13);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      c22 = x2.fma(b2, c22);
      c23 = x2.fma(b3, c23);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      c32 = x3.fma(b2, c32);
      c33 = x3.fma(b3, c33);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      c42 = x4.fma(b2, c42);
      c43 = x4.fma(b3, c43);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      c52 = x5.fma(b2, c52);
      c53 = x5.fma(b3, c53);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + k]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      c62 = x6.fma(b2, c62);
      c63 = x6.fma(b3, c63);
      at += 4 * LANES;
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + LANES);
    c02.intoArray(c, cAt + 2 * LANES);
    c03.intoArray(c, cAt + 3 * LANES);
    c10.intoArray(c, cAt + cPitch);
    c11.intoArray(c, cAt + cPitch + LANES);
    c12.intoArray(c, cAt + cPitch + 2 * LANES);
    c13.intoArray(c, cAt + cPitch + 3 * LANES);
    c20.intoArray(c, cAt + 2 * cPitch);
    c21.intoArray(c, cAt + 2 * cPitch + LANES);
    c22.intoArray(c, cAt + 2 * cPitch + 2 * LANES);
    c23.intoArray(c, cAt + 2 * cPitch + 3 * LANES);
    c30.intoArray(c, cAt + 3 * cPitch);
    c31.intoArray(c, cAt + 3 * cPitch + LANES);
    c32.intoArray(c, cAt + 3 * cPitch + 2 * LANES);
    c33.intoArray(c, cAt + 3 * cPitch + 3 * LANES);
    c40.intoArray(c, cAt + 4 * cPitch);
    c41.intoArray(c, cAt + 4 * cPitch + LANES);
    c42.intoArray(c, cAt + 4 * cPitch + 2 * LANES);
    c43.intoArray(c, cAt + 4 * cPitch + 3 * LANES);
    c50.intoArray(c, cAt + 5 * cPitch);
    c51.intoArray(c, cAt + 5 * cPitch + LANES);
    c52.intoArray(c, cAt + 5 * cPitch + 2 * LANES);
    c53.intoArray(c, cAt + 5 * cPitch + 3 * LANES);
    c60.intoArray(c, cAt + 6 * cPitch);
    c61.intoArray(c, cAt + 6 * cPitch + LANES);
    c62.intoArray(c, cAt + 6 * cPitch + 2 * LANES);
    c63.intoArray(c, cAt + 6 * cPitch + 3 * LANES);
  }
}
