package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import io.sepconv.reference.Axes3;

/** What kernels for depthwise convolutions have in common. */
final class Depthwise {
  private Depthwise() {}

  /**
   * A depthwise convolution of channels-last pictures.
   *
   * @param axes the window over (D, H, W)
   * @param channels of a pixel, padded to whole vectors
   * @param weights {@code [kD * kH * kW][channels]}
   * @param bias {@code [channels]}
   * @param activation applied last
   * @param source layout of the operand
   * @param result layout of the result
   * @param residual layout of what is added before the activation, or null
   */
  record Problem(
      Axes3 axes,
      int channels,
      float[] weights,
      float[] bias,
      Activation activation,
      Layout source,
      Layout result,
      Layout residual) {
    /** Pictures of the batch. */
    int pictures() {
      return source.shape().dim(0);
    }
  }

  /** Where source, result and residual begin; the last may be null. */
  record Memory(Places.Place source, int result, Places.Place residual) {
    static Memory of(Places places, Operand source, Operand result, Operand residual) {
      return new Memory(
          places.of(source), places.of(result).at(), residual == null ? null : places.of(residual));
    }
  }
}
