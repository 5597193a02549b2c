package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.op.Activation;
import java.util.List;

/**
 * An activation in oneDNN's terms.
 *
 * @param algorithm one of dnnl_eltwise_*
 * @param alpha its first parameter
 * @param beta its second parameter
 */
record Eltwise(int algorithm, float alpha, float beta) {
  /**
   * An activation that is one function of oneDNN's.
   *
   * @throws IllegalArgumentException if it is not
   */
  static Eltwise of(Activation activation) {
    if (!isOne(activation)) {
      throw new IllegalArgumentException("oneDNN has no " + activation);
    }
    return stages(activation).get(0);
  }

  /** Whether an activation is one function of oneDNN's, so that a primitive can apply it. */
  static boolean isOne(Activation activation) {
    return stages(activation).size() == 1;
  }

  /** The functions of oneDNN's that make an activation one after the other; none if it has not. */
  static List<Eltwise> stages(Activation activation) {
    float alpha = activation.alpha();
    float beta = activation.beta();
    return switch (activation.kind()) {
      case IDENTITY -> one(dnnl_eltwise_linear, 1, 0);
      case RELU -> one(dnnl_eltwise_relu, 0, 0);
      case LEAKY_RELU -> one(dnnl_eltwise_relu, alpha, 0);
      case CLIP -> one(dnnl_eltwise_clip, alpha, beta);
      case SIGMOID -> one(dnnl_eltwise_logistic, 0, 0);
      case HARD_SIGMOID -> one(dnnl_eltwise_hardsigmoid, alpha, beta);
      case HARD_SWISH -> one(dnnl_eltwise_hardswish, 1 / 6f, 0.5f);
      case TANH -> one(dnnl_eltwise_tanh, 0, 0);
      case ELU -> one(dnnl_eltwise_elu, alpha, 0);
      case ABS -> one(dnnl_eltwise_abs, 0, 0);
      case EXP -> one(dnnl_eltwise_exp, 0, 0);
      case SQRT -> one(dnnl_eltwise_sqrt, 0, 0);
      case NEG -> one(dnnl_eltwise_linear, -1, 0);
      case RECIPROCAL -> one(dnnl_eltwise_pow, 1, -1);
      case LOG -> one(dnnl_eltwise_log, 0, 0);
      case ROUND -> one(dnnl_eltwise_round, 0, 0);
      case SOFTPLUS -> one(dnnl_eltwise_soft_relu, 1, 0);
      case MISH -> one(dnnl_eltwise_mish, 0, 0);
      case GELU -> one(dnnl_eltwise_gelu_erf, 0, 0);
      case GELU_TANH -> one(dnnl_eltwise_gelu_tanh, 0, 0);
      case SWISH -> one(dnnl_eltwise_swish, alpha, 0);
      case SELU ->
          List.of(
              new Eltwise(dnnl_eltwise_elu, alpha, 0), new Eltwise(dnnl_eltwise_linear, beta, 0));
      case CELU -> celu(alpha);
      case SIGN, FLOOR, CEIL, ERF, SOFTSIGN, THRESHOLDED_RELU -> List.of();
    };
  }

  private static List<Eltwise> one(int algorithm, float alpha, float beta) {
    return List.of(new Eltwise(algorithm, alpha, beta));
  }

  /** alpha * elu(x / alpha), which is what ONNX defines for a positive alpha. */
  private static List<Eltwise> celu(float alpha) {
    Eltwise elu = new Eltwise(dnnl_eltwise_elu, 1, 0);
    if (alpha == 1) {
      return List.of(elu);
    }
    return alpha > 0 && Float.isFinite(1 / alpha)
        ? List.of(
            new Eltwise(dnnl_eltwise_linear, 1 / alpha, 0),
            elu,
            new Eltwise(dnnl_eltwise_linear, alpha, 0))
        : List.of();
  }
}
