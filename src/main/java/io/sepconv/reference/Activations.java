package io.sepconv.reference;

import io.sepconv.op.Activation;

/** The element-wise functions, alone or behind a convolution. */
public final class Activations {
  private Activations() {}

  /** The function's value at {@code x}; NaN stays NaN. */
  public static double apply(Activation activation, double x) {
    double alpha = activation.alpha();
    double beta = activation.beta();
    return switch (activation.kind()) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case CLIP -> Math.min(Math.max(x, alpha), beta);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case HARD_SIGMOID -> Math.max(0, Math.min(1, alpha * x + beta));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5));
      case TANH -> Math.tanh(x);
      case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
      case ABS -> Math.abs(x);
      case EXP -> Math.exp(x);
      case SQRT -> Math.sqrt(x);
      case NEG -> -x;
      case RECIPROCAL -> 1 / x;
      case SIGN -> Math.signum(x);
      case LOG -> Math.log(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case ERF -> erf(x);
      case SOFTPLUS -> softplus(x);
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case SELU -> beta * (x >= 0 ? x : alpha * Math.expm1(x));
      case CELU -> Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
      case THRESHOLDED_RELU -> x <= alpha ? 0 : x;
      case MISH -> x * Math.tanh(softplus(x));
      case GELU -> x / 2 * (1 + erf(x / Math.sqrt(2)));
      case GELU_TANH ->
          x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case SWISH -> x / (1 + Math.exp(-alpha * x));
    };
  }

  /**
   * The function's value at an integer.
   *
   * @throws IllegalArgumentException if it is not {@link Activation.Kind#hasIntegers() defined}
   *     there
   */
  static long applyToInteger(Activation activation, long x) {
    return switch (activation.kind()) {
      case IDENTITY -> x;
      case RELU -> Math.max(x, 0);
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case SIGN -> Long.signum(x);
      default -> throw new IllegalArgumentException(activation + " is not defined on integers");
    };
  }

  /** log(1 + exp(x)) where exp(x) may overflow. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /**
   * The error function by its series 2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n+1) / (1 * 3 * ...
   * (2n+1)), whose terms have one sign.
   */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x); // to the last bit of a double
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.ulp(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
