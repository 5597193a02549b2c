package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of e^x on the Vector API, for numbers of elements that are multiples of the lanes.
 *
 * <p>The API has an exponential of its own. It is as fast as this where the JDK comes with a
 * library for it; elsewhere (macOS, and arm64 before Java 24) it is many times slower and
 * allocates.
 */
final class VectorExponentials {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** 1.5 * 2^23: a small number added to it is rounded to an integer, in its lowest bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int HALF = Float.floatToRawIntBits(0.5f);
  private static final float LOG2_E = 1.44269504f;

  /** ln 2 in two parts: the first has few bits, so that its multiples are exact. */
  private static final float LN2_HIGH = 0.693359375f;

  private static final float LN2_LOW = -2.12194440e-4f;

  /** GELU's approximation is x / (1 + e^t) with t = x * (LINEAR + CUBIC * x^2). */
  private static final float LINEAR = (float) (-2 * Math.sqrt(2 / Math.PI));

  private static final float CUBIC = LINEAR * 0.044715f;

  private VectorExponentials() {}

  /** SIGMOID, SWISH, TANH, GELU_TANH: a / (1 + e^t) + b, where a is x or a constant. */
  static void logistic(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    Activation.Kind kind = f.kind();
    boolean cubic = kind == Activation.Kind.GELU_TANH;
    boolean tanh = kind == Activation.Kind.TANH;
    boolean sigmoid = kind == Activation.Kind.SIGMOID;
    float scale = tanh ? 2 : sigmoid ? -1 : -f.alpha();
    float constant = tanh ? -2 : 1;
    float offset = tanh ? 1 : 0;
    VectorMask<Float> isX = all(tanh || sigmoid ? 0 : 1).compare(VectorOperators.GT, all(0));
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector t = v.mul(all(scale));
      if (cubic) {
        t = v.mul(v.mul(v).fma(all(CUBIC), all(LINEAR)));
      }
      all(constant).blend(v, isX).div(exp(t).add(all(1))).add(all(offset)).intoArray(y, yAt + i);
    }
  }

  /** EXP, ELU, SELU, CELU: factor * (e^t - offset) below a limit, slope * x from there on. */
  static void exponential(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    Activation.Kind kind = f.kind();
    boolean exp = kind == Activation.Kind.EXP;
    float slope = kind == Activation.Kind.SELU ? f.beta() : 1;
    float scale = kind == Activation.Kind.CELU ? 1 / f.alpha() : 1;
    float factor = exp ? 1 : slope * f.alpha();
    float offset = exp ? 0 : 1;
    float limit = exp ? Float.POSITIVE_INFINITY : 0;
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      exp(v.mul(all(scale)))
          .sub(all(offset))
          .mul(all(factor))
          .blend(v.mul(all(slope)), v.compare(VectorOperators.GE, all(limit)))
          .intoArray(y, yAt + i);
    }
  }

  /** tanh(log(1 + e)) is q / (q + 2) with q = e * (e + 2): 1 from 20 on, where e need not grow. */
  static void mish(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector e = exp(v.min(all(20)));
      FloatVector q = e.mul(e.add(all(2)));
      v.mul(q.div(q.add(all(2)))).intoArray(y, yAt + i);
    }
  }

  /**
   * max(x, 0) + log(1 + u) with u = e^-|x|, where log(1 + u) = 2 artanh(u / (2 + u)) by the series
   * of artanh: its argument is at most 1/3.
   */
  static void softplus(Activation f, float[] x, int xAt, float[] y, int yAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
      FloatVector u = exp(v.abs().neg());
      FloatVector s = u.div(u.add(all(2)));
      FloatVector z = s.mul(s);
      FloatVector p = z.fma(all(2f / 11), all(2f / 9));
      p = p.fma(z, all(2f / 7));
      p = p.fma(z, all(2f / 5));
      p = p.fma(z, all(2f / 3));
      p = p.fma(z, all(2));
      p.fma(s, v.max(all(0))).intoArray(y, yAt + i);
    }
  }

  /**
   * e^x = 2^k * e^r with |r| at most ln(2) / 2; 0 below 2^-125. NaN stays NaN.
   *
   * <p>The polynomial and the parts of ln 2 are those of expf in S. Moshier, Cephes Mathematical
   * Library (1992).
   */
  private static FloatVector exp(FloatVector x) {
    FloatVector shifted = x.fma(all(LOG2_E), all(ROUNDER));
    FloatVector k = shifted.sub(all(ROUNDER));
    FloatVector r = k.fma(all(-LN2_LOW), k.fma(all(-LN2_HIGH), x));
    FloatVector p = r.fma(all(1.9875691500e-4f), all(1.3981999507e-3f));
    p = p.fma(r, all(8.3334519073e-3f));
    p = p.fma(r, all(4.1665795894e-2f));
    p = p.fma(r, all(1.6666665459e-1f));
    p = p.fma(r, all(5.0000001201e-1f));
    p = p.fma(r.mul(r), r.add(all(1)));
    // Twice 2^(k-1): k may be 128, and 2^128 is no float.
    IntVector power = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    p = p.mul(power.add(HALF).reinterpretAsFloats());
    return p.add(p)
        .blend(all(0), x.compare(VectorOperators.LT, all(-86.9f)))
        .blend(all(Float.POSITIVE_INFINITY), x.compare(VectorOperators.GT, all(88.8f)));
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
