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
      case SWISH -> x / (1 + Math.exp(-x));
      case TANH -> Math.tanh(x);
      case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
      case ABS -> Math.abs(x);
      case EXP -> Math.exp(x);
      case SQRT -> Math.sqrt(x);
    };
  }
}
