package io.sepconv.op;

import java.util.ArrayList;
import java.util.List;

/**
 * A transposed convolution (the gradient of a convolution with respect to its input).
 *
 * <p>Operands: x {@code [N, C, (D,) (H,) W]}, weights {@code [C, O/groups, (kD,) (kH,) kW]}, bias
 * {@code [O]} (optional). Output size: (i - 1) * stride + extent - padBegin - padEnd +
 * outputPadding; or outputShape, or i * stride with SAME padding, from which the pads follow.
 *
 * @param window kernel, strides, dilations and pads of the spatial axes
 * @param groups the channels are split into this many independent ones
 * @param outputPadding elements added behind the output along each axis
 * @param outputShape sizes of the output along the spatial axes, empty where they follow
 * @param activation applied to the sum with the bias
 */
public record ConvTranspose(
    Window window,
    int groups,
    List<Integer> outputPadding,
    List<Integer> outputShape,
    Activation activation)
    implements Op {
  public ConvTranspose {
    outputPadding = List.copyOf(outputPadding);
    outputShape = List.copyOf(outputShape);
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1, not " + groups);
    }
    if (outputPadding.size() != window.rank()) {
      throw new IllegalArgumentException(
          "outputPadding " + outputPadding + " must have " + window.rank() + " values");
    }
    if (!outputShape.isEmpty()
        && (outputShape.size() != window.rank() || outputShape.stream().anyMatch(o -> o < 0))) {
      throw new IllegalArgumentException(
          "outputShape " + outputShape + " must have " + window.rank() + " values from 0");
    }
  }

  /** One whose output size follows from its window. */
  public ConvTranspose(
      Window window, int groups, List<Integer> outputPadding, Activation activation) {
    this(window, groups, outputPadding, List.of(), activation);
  }

  /** Whether the pads are known; else {@link #resolve} finds them from the input's sizes. */
  public boolean isResolved() {
    return outputShape.isEmpty() && window.autoPad() == AutoPad.NOTSET;
  }

  /**
   * This operator with explicit pads for an input of the given spatial sizes. An odd total puts the
   * extra element at the beginning but for SAME_UPPER; an output larger than what the input reaches
   * has no pads and the missing elements as outputPadding.
   */
  public ConvTranspose resolve(int... input) {
    if (isResolved()) {
      return this;
    }
    if (outputShape.isEmpty() && window.autoPad() == AutoPad.VALID) {
      return new ConvTranspose(window.resolve(input), groups, outputPadding, activation);
    }
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    List<Integer> behind = new ArrayList<>();
    for (int i = 0; i < window.rank(); i++) {
      long stride = window.stride().get(i);
      long wanted = outputShape.isEmpty() ? input[i] * stride : outputShape.get(i);
      long full = (input[i] - 1) * stride + window.extent(i) + outputPadding.get(i);
      int total = Math.toIntExact(Math.max(0, full - wanted));
      int small = total / 2;
      begin.add(window.autoPad() == AutoPad.SAME_UPPER ? small : total - small);
      end.add(total - begin.get(i));
      behind.add(Math.toIntExact(outputPadding.get(i) + Math.max(0, wanted - full)));
    }
    return new ConvTranspose(window.withPads(begin, end), groups, behind, activation);
  }

  /** The same with another activation. */
  public ConvTranspose with(Activation other) {
    return new ConvTranspose(window, groups, outputPadding, outputShape, other);
  }

  /** The output size of a resolved operator along an axis, for {@code input} elements. */
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
