package io.sepconv.op;

import java.util.Objects;

/**
 * A convolution (cross-correlation, as ONNX and every framework define it) with its bias, a
 * residual and its activation.
 *
 * <p>Operands: x {@code [N, C, (D,) (H,) W]}, weights {@code [O, C/groups, (kD,) (kH,) kW]}, bias
 * {@code [O]} (optional), residual of the result's shape (optional; ONNX has none, rewrites make
 * it). Direct for groups = 1, depthwise for groups = C, pointwise for kernel 1.
 *
 * @param window kernel, strides, dilations and pads of the spatial axes
 * @param groups the channels are split into this many independent convolutions
 * @param activation applied to the sum with bias and residual
 */
public record Conv(Window window, int groups, Activation activation) implements Op {
  public Conv {
    Objects.requireNonNull(window);
    Objects.requireNonNull(activation);
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, not " + groups);
    }
  }

  @Override
  public String type() {
    return "Conv";
  }
}
