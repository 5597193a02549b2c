package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.op.Activation;

/**
 * An activation in oneDNN's terms.
 *
 * @param algorithm one of dnnl_eltwise_*
 * @param alpha its first parameter
 * @param beta its second parameter
 */
record Eltwise(int algorithm, float alpha, float beta) {
  static Eltwise of(Activation activation) {
    float alpha = activation.alpha();
    float beta = activation.beta();
    return switch (activation.kind()) {
      case IDENTITY -> new Eltwise(dnnl_eltwise_linear, 1, 0);
      case RELU -> new Eltwise(dnnl_eltwise_relu, 0, 0);
      case LEAKY_RELU -> new Eltwise(dnnl_eltwise_relu, alpha, 0);
      case CLIP -> new Eltwise(dnnl_eltwise_clip, alpha, beta);
      case SIGMOID -> new Eltwise(dnnl_eltwise_logistic, 0, 0);
      case HARD_SIGMOID -> new Eltwise(dnnl_eltwise_hardsigmoid, alpha, beta);
      case HARD_SWISH -> new Eltwise(dnnl_eltwise_hardswish, 1 / 6f, 0.5f);
      case SWISH -> new Eltwise(dnnl_eltwise_swish, 1, 0);
      case TANH -> new Eltwise(dnnl_eltwise_tanh, 0, 0);
      case ELU -> new Eltwise(dnnl_eltwise_elu, alpha, 0);
      case ABS -> new Eltwise(dnnl_eltwise_abs, 0, 0);
      case EXP -> new Eltwise(dnnl_eltwise_exp, 0, 0);
      case SQRT -> new Eltwise(dnnl_eltwise_sqrt, 0, 0);
    };
  }
}
