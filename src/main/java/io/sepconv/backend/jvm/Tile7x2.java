package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 7 pixels by 2 vectors of channels: 14 sums in registers.
 *
 * <p>One loop, and all vectors local to one method: HotSpot of 17 keeps them in registers only so.
 * Its body takes two products of each sum, which halves the price of its bounds checks. A tile of
 * four vectors needs a register more than there are: HotSpot then keeps a sum or two on the stack,
 * and where their 64 bytes lie over the end of a page, which the depth of the stack decides, the
 * tile takes twice as long. Of one 512-bit FMA a cycle on a Zen 4, this one does 0.98 or more at a
 * depth of 512, wherever its stack lies.
 */
final class Tile7x2 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private Tile7x2() {}

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
      int cPitch,
      int low,
      int high) {
    int a0 = aAt;
    int a1 = a0 + aPitch;
    int a2 = a1 + aPitch;
    int a3 = a2 + aPitch;
    int a4 = a3 + aPitch;
    int a5 = a4 + aPitch;
    int a6 = a5 + aPitch;
    FloatVector c00 = FloatVector.fromArray(SPECIES, init, initAt);
    FloatVector c01 = FloatVector.fromArray(SPECIES, init, initAt + LANES);
    FloatVector c10 = FloatVector.fromArray(SPECIES, init, initAt + initPitch);
    FloatVector c11 = FloatVector.fromArray(SPECIES, init, initAt + initPitch + LANES);
    FloatVector c20 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch);
    FloatVector c21 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch + LANES);
    FloatVector c30 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch);
    FloatVector c31 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch + LANES);
    FloatVector c40 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch);
    FloatVector c41 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch + LANES);
    FloatVector c50 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch);
    FloatVector c51 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch + LANES);
    FloatVector c60 = FloatVector.fromArray(SPECIES, init, initAt + 6 * initPitch);
    FloatVector c61 = FloatVector.fromArray(SPECIES, init, initAt + 6 * initPitch + LANES);
    int at = bAt;
    int k = 0;
    for (; k < depth - 1; k += 2) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + k]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, at + 2 * LANES);
      FloatVector d1 = FloatVector.fromArray(SPECIES, b, at + 3 * LANES);
      FloatVector z0 = FloatVector.broadcast(SPECIES, a[a0 + k + 1]);
      c00 = z0.fma(d0, c00);
      c01 = z0.fma(d1, c01);
      FloatVector z1 = FloatVector.broadcast(SPECIES, a[a1 + k + 1]);
      c10 = z1.fma(d0, c10);
      c11 = z1.fma(d1, c11);
      FloatVector z2 = FloatVector.broadcast(SPECIES, a[a2 + k + 1]);
      c20 = z2.fma(d0, c20);
      c21 = z2.fma(d1, c21);
      FloatVector z3 = FloatVector.broadcast(SPECIES, a[a3 + k + 1]);
      c30 = z3.fma(d0, c30);
      c31 = z3.fma(d1, c31);
      FloatVector z4 = FloatVector.broadcast(SPECIES, a[a4 + k + 1]);
      c40 = z4.fma(d0, c40);
      c41 = z4.fma(d1, c41);
      FloatVector z5 = FloatVector.broadcast(SPECIES, a[a5 + k + 1]);
      c50 = z5.fma(d0, c50);
      c51 = z5.fma(d1, c51);
      FloatVector z6 = FloatVector.broadcast(SPECIES, a[a6 + k + 1]);
      c60 = z6.fma(d0, c60);
      c61 = z6.fma(d1, c61);
      at += 4 * LANES;
    }
    if (k < depth) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + k]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
    }
    c00.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt);
    c01.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + LANES);
    c10.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + cPitch);
    c11.reinterpretAsInts()
        .max(low)
        .min(high)
        .reinterpretAsFloats()
        .intoArray(c, cAt + cPitch + LANES);
    c20.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 2 * cPitch);
    c21.reinterpretAsInts()
        .max(low)
        .min(high)
        .reinterpretAsFloats()
        .intoArray(c, cAt + 2 * cPitch + LANES);
    c30.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 3 * cPitch);
    c31.reinterpretAsInts()
        .max(low)
        .min(high)
        .reinterpretAsFloats()
        .intoArray(c, cAt + 3 * cPitch + LANES);
    c40.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 4 * cPitch);
    c41.reinterpretAsInts()
        .max(low)
        .min(high)
        .reinterpretAsFloats()
        .intoArray(c, cAt + 4 * cPitch + LANES);
    c50.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 5 * cPitch);
    c51.reinterpretAsInts()
        .max(low)
        .min(high)
        .reinterpretAsFloats()
        .intoArray(c, cAt + 5 * cPitch + LANES);
    c60.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 6 * cPitch);
    c61.reinterpretAsInts()
        .max(low)
        .min(high)
        .reinterpretAsFloats()
        .intoArray(c, cAt + 6 * cPitch + LANES);
  }
}
