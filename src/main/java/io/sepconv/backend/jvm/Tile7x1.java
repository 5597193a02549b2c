package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 7 pixels by 1 vector of channels: 7 sums in registers.
 *
 * <p>One loop, and all vectors local to one method: HotSpot of 17 keeps them in registers only so.
 */
final class Tile7x1 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private Tile7x1() {}

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
    FloatVector c10 = FloatVector.fromArray(SPECIES, init, initAt + initPitch);
    FloatVector c20 = FloatVector.fromArray(SPECIES, init, initAt + 2 * initPitch);
    FloatVector c30 = FloatVector.fromArray(SPECIES, init, initAt + 3 * initPitch);
    FloatVector c40 = FloatVector.fromArray(SPECIES, init, initAt + 4 * initPitch);
    FloatVector c50 = FloatVector.fromArray(SPECIES, init, initAt + 5 * initPitch);
    FloatVector c60 = FloatVector.fromArray(SPECIES, init, initAt + 6 * initPitch);
    int at = bAt;
    for (int k = 0; k < depth; k++) {
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
      FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + k]);
      c60 = x6.fma(b0, c60);
      at += LANES;
    }
    c00.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt);
    c10.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + cPitch);
    c20.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 2 * cPitch);
    c30.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 3 * cPitch);
    c40.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 4 * cPitch);
    c50.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 5 * cPitch);
    c60.reinterpretAsInts().max(low).min(high).reinterpretAsFloats().intoArray(c, cAt + 6 * cPitch);
  }
}
