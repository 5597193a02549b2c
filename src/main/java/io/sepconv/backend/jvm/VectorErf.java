package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The error function on the Vector API, for numbers of elements that are multiples of the lanes.
 */
final class VectorErf {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorErf() {}

  static void erf(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      erf(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
    }
  }

  static void gelu(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    float scale = (float) Math.sqrt(0.5);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      v.mul(all(0.5f)).mul(erf(v.mul(all(scale))).add(all(1))).intoArray(y, yAt + i);
    }
  }

  /**
   * The error function as a rational function of x within -4 and 4, to 1e-7: the approximation of
   * Eigen (generic_fast_erf_float), which XLA and TVM use as well. NaN stays NaN.
   */
  private static FloatVector erf(FloatVector x) {
    FloatVector c = x.max(all(-4)).min(all(4));
    FloatVector z = c.mul(c);
    FloatVector p = z.fma(all(-2.72614225801306e-10f), all(2.77068142495902e-08f));
    p = p.fma(z, all(-2.10102402082508e-06f));
    p = p.fma(z, all(-5.69250639462346e-05f));
    p = p.fma(z, all(-7.34990630326855e-04f));
    p = p.fma(z, all(-2.95459980854025e-03f));
    p = p.fma(z, all(-1.60960333262415e-02f));
    FloatVector q = z.fma(all(-1.45660718464996e-05f), all(-2.13374055278905e-04f));
    q = q.fma(z, all(-1.68282697438203e-03f));
    q = q.fma(z, all(-7.37332916720468e-03f));
    q = q.fma(z, all(-1.42647390514189e-02f));
    return p.mul(c).div(q);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
