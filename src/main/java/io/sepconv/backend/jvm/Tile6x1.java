package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 6 pixels by 1 vector of channels: 6 sums in registers.
 *
 * <p>One loop, and all vectors local to one method: HotSpot of 17 keeps them in registers only so.
 * Its body takes two products of each sum, which halves the price of its bounds checks.
 */
final class Tile6x1 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private Tile6x1() {}

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
    FloatVector c00 = FloatVector.fromArray(SPECIES, init, initAt);
    FloatVector c10 = FloatVector.fromArray(SPECIES, init, initAt + initPitch);
    FloatVector c20 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch);
    FloatVector c30 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch);
    FloatVector c40 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch);
    FloatVector c50 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch);
    int at = bAt;
    int k = 0;
    for (; k < depth - 1; k += 2) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = x5.fma(b0, c50);
      FloatVector d0 = FloatVector.fromArray(SPECIES, b, at + LANES);
      FloatVector z0 = FloatVector.broadcast(SPECIES, a[a0 + k + 1]);
      c00 = z0.fma(d0, c00);
      FloatVector z1 = FloatVector.broadcast(SPECIES, a[a1 + k + 1]);
      c10 = z1.fma(d0, c10);
      FloatVector z2 = FloatVector.broadcast(SPECIES, a[a2 + k + 1]);
      c20 = z2.fma(d0, c20);
      FloatVector z3 = FloatVector.broadcast(SPECIES, a[a3 + k + 1]);
      c30 = z3.fma(d0, c30);
      FloatVector z4 = FloatVector.broadcast(SPECIES, a[a4 + k + 1]);
      c40 = z4.fma(d0, c40);
      FloatVector z5 = FloatVector.broadcast(SPECIES, a[a5 + k + 1]);
      c50 = z5.fma(d0, c50);
      at += 2 * LANES;
    }
    if (k < depth) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, at);
      FloatVector x0 = FloatVector.broadcast(SPECIES, a[a0 + k]);
      c00 = x0.fma(b0, c00);
      FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + k]);
      c10 = x1.fma(b0, c10);
      FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + k]);
      c20 = x2.fma(b0, c20);
      FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + k]);
      c30 = x3.fma(b0, c30);
      FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + k]);
      c40 = x4.fma(b0, c40);
      FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + k]);
      c50 = x5.fma(b0, c50);
    }
    c00.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt);
    c10.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + cPitch);
    c20.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 2 * cPitch);
    c30.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 3 * cPitch);
    c40.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 4 * cPitch);
    c50.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 5 * cPitch);
  }
}
