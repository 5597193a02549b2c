package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * 6 pixels by 2 vectors of channels: 12 sums in registers.
 *
 * <p>One loop, and all vectors local to one method: HotSpot of 17 keeps them in registers only so.
 */
final class Tile6x2 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private Tile6x2() {}

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
    int at = bAt;
    for (int k = 0; k < depth; k++) {
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
      at += 2 * LANES;
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
  }
}
