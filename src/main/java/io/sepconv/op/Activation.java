package io.sepconv.op;

import java.util.Locale;

/**
 * An element-wise function of one operand, alone or fused into a convolution.
 *
 * @param kind the function
 * @param alpha its first parameter, see {@link Kind}; 0 where the kind has none
 * @param beta its second parameter, see {@link Kind}; 0 where the kind has none
 */
public record Activation(Kind kind, float alpha, float beta) implements Op {

  /** The functions, by their ONNX names. */
  public enum Kind {
    /** x: no activation. */
    IDENTITY("Identity"),
    /** max(x, 0). */
    RELU("Relu"),
    /** x for x >= 0, alpha * x below. */
    LEAKY_RELU("LeakyRelu"),
    /** min(max(x, alpha), beta); an absent bound is an infinity. */
    CLIP("Clip"),
    /** 1 / (1 + exp(-x)). */
    SIGMOID("Sigmoid"),
    /** max(0, min(1, alpha * x + beta)). */
    HARD_SIGMOID("HardSigmoid"),
    /** x * max(0, min(1, x / 6 + 1 / 2)). */
    HARD_SWISH("HardSwish"),
    /** Hyperbolic tangent. */
    TANH("Tanh"),
    /** x for x >= 0, alpha * (exp(x) - 1) below. */
    ELU("Elu"),
    /** |x|. */
    ABS("Abs"),
    /** e^x. */
    EXP("Exp"),
    /** Square root; NaN below zero. */
    SQRT("Sqrt"),
    /** -x. */
    NEG("Neg"),
    /** 1 / x. */
    RECIPROCAL("Reciprocal"),
    /** -1, 0 or 1. */
    SIGN("Sign"),
    /** Natural logarithm; NaN below zero. */
    LOG("Log"),
    /** The largest whole number that is not above x. */
    FLOOR("Floor"),
    /** The smallest whole number that is not below x. */
    CEIL("Ceil"),
    /** The nearest whole number; of two, the even one. */
    ROUND("Round"),
    /** The error function. */
    ERF("Erf"),
    /** log(1 + exp(x)). */
    SOFTPLUS("Softplus"),
    /** x / (1 + |x|). */
    SOFTSIGN("Softsign"),
    /** beta * x for x >= 0, beta * alpha * (exp(x) - 1) below. */
    SELU("Selu"),
    /** x for x >= 0, alpha * (exp(x / alpha) - 1) below. */
    CELU("Celu"),
    /** x for x > alpha, else 0. */
    THRESHOLDED_RELU("ThresholdedRelu"),
    /** x * tanh(log(1 + exp(x))). */
    MISH("Mish"),
    /** x / 2 * (1 + erf(x / sqrt(2))). */
    GELU("Gelu"),
    /** x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))), an approximation of GELU. */
    GELU_TANH("Gelu"),
    /** x / (1 + exp(-alpha * x)). */
    SWISH("Swish");

    private final String onnxName;

    Kind(String onnxName) {
      this.onnxName = onnxName;
    }

    /** The operator's name in ONNX. */
    public String onnxName() {
      return onnxName;
    }

    /** Whether the function is defined on integers too, with integers as its values. */
    public boolean hasIntegers() {
      return switch (this) {
        case IDENTITY, RELU, ABS, NEG, SIGN -> true;
        default -> false;
      };
    }
  }

  /** No activation. */
  public static final Activation NONE = new Activation(Kind.IDENTITY, 0, 0);

  /** max(x, 0). */
  public static final Activation RELU = new Activation(Kind.RELU, 0, 0);

  /** min(max(x, 0), 6), the activation of MobileNet. */
  public static final Activation RELU6 = new Activation(Kind.CLIP, 0, 6);

  /** 1 / (1 + exp(-x)). */
  public static final Activation SIGMOID = new Activation(Kind.SIGMOID, 0, 0);

  /** x * max(0, min(1, x / 6 + 1 / 2)), the activation of MobileNetV3. */
  public static final Activation HARD_SWISH = new Activation(Kind.HARD_SWISH, 0, 0);

  /** Whether this changes nothing. */
  public boolean isNone() {
    return kind == Kind.IDENTITY;
  }

  @Override
  public String type() {
    return kind.onnxName();
  }

  /** The kind in lower case, with its parameters where it has any. */
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return switch (kind) {
      case CLIP, HARD_SIGMOID, SELU -> name + "(" + alpha + "," + beta + ")";
      case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU, SWISH -> name + "(" + alpha + ")";
      default -> name;
    };
  }
}
