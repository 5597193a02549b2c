package io.sepconv.backend.jvm;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** One pixel by some vectors of channels: products of a matrix and a vector. */
final class TileRow {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private TileRow() {}

  /** Two vectors; see {@link MicroKernels#multiplyRow}. */
  static void multiply2(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, init, initAt);
    FloatVector c1 = FloatVector.fromArray(SPECIES, init, initAt + LANES);
    int at = bAt;
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + k]);
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, at), c0);
      c1 = x.fma(FloatVector.fromArray(SPECIES, b, at + LANES), c1);
      at += 2 * LANES;
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + LANES);
  }

  /** One vector; see {@link MicroKernels#multiplyRow}. */
  static void multiply1(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      float[] init,
      int initAt,
      float[] c,
      int cAt) {
    FloatVector c0 = FloatVector.fromArray(SPECIES, init, initAt);
    int at = bAt;
    for (int k = 0; k < depth; k++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[aAt + k]);
      c0 = x.fma(FloatVector.fromArray(SPECIES, b, at), c0);
      at += LANES;
    }
    c0.intoArray(c, cAt);
  }
}
