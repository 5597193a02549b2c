package io.sepconv.op;

import java.util.List;

/**
 * A transposed convolution (the gradient of a convolution with respect to its input).
 *
 * <p>Operands: x {@code [N, C, (D,) (H,) W]}, weights {@code [C, O/groups, (kD,) (kH,) kW]}, bias
 * {@code [O]} (optional). Output size: (i - 1) * stride + extent - padBegin - padEnd +
 * outputPadding.
 *
 * @param window kernel, strides, dilations and pads of the spatial axes
 * @param groups the channels are split into this many independent ones
 * @param outputPadding elements added behind the output along each axis
 * @param activation applied to the sum with the bias
 */
public record ConvTranspose(
    Window window, int groups, List<Integer> outputPadding, Activation activation) implements Op {
  public ConvTranspose {
    outputPadding = List.copyOf(outputPadding);
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, not " + groups);
    }
    if (window.autoPad() == AutoPad.SAME_UPPER || window.autoPad() == AutoPad.SAME_LOWER) {
      throw new IllegalArgumentException(
          "auto_pad " + window.autoPad() + " of ConvTranspose must be written out as pads");
    }
    if (outputPadding.size() != window.rank()) {
      throw new IllegalArgumentException(
          "outputPadding " + outputPadding + " must have " + window.rank() + " values");
    }
  }

  /** The output size along an axis for an input of {@code input} elements. */
  public int outputSize(int axis, int input) {
    long full = (input - 1L) * window.stride().get(axis) + window.extent(axis);
    // Positions in the output and its cut-off margins are ints.
    if (full + Math.abs((long) window.padBegin().get(axis)) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              "%d elements before padding and padBegin %d extend beyond 2^31-1 along axis %d",
              full, window.padBegin().get(axis), axis));
    }
    long output =
        full - window.padBegin().get(axis) - window.padEnd().get(axis) + outputPadding.get(axis);
    if (output < 0) {
      throw new IllegalArgumentException(
          "pads of ConvTranspose leave no output along axis " + axis + " for input " + input);
    }
    return Math.toIntExact(output);
  }

  @Override
  public String type() {
    return "ConvTranspose";
  }
}
