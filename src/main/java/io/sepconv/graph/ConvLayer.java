package io.sepconv.graph;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The weights of one convolution and how it slides: stride 1, dense, no padding, no bias and no
 * activation unless a method below says otherwise.
 *
 * <pre>{@code
 * ConvLayer.of(weights).same().stride(2).bias(bias).activation(Activation.RELU6)
 * }</pre>
 *
 * <p>Immutable; each method returns a changed copy. Numbers per axis come in the order (D,) (H,) W;
 * a single number holds for every axis.
 *
 * @param weights {@code [O, C/groups, (kD,) (kH,) kW]}
 * @param window geometry; its kernel is that of the weights
 * @param bias {@code [O]}, or null for none
 * @param activation applied to the sum
 */
public record ConvLayer(Tensor weights, Window window, Tensor bias, Activation activation) {
  public ConvLayer {
    Objects.requireNonNull(activation);
    if (!kernel(weights).equals(window.kernel())) {
      throw new IllegalArgumentException(
          "weights " + weights.shape() + " do not have the kernel " + window.kernel());
    }
    if (bias != null && !bias.shape().equals(Shape.of(weights.shape().dim(0)))) {
      throw new IllegalArgumentException(
          "bias "
              + bias.shape()
              + " must be ["
              + weights.shape().dim(0)
              + "], one per kernel of "
              + weights.shape());
    }
  }

  /**
   * A layer of the given weights.
   *
   * @param weights {@code [O, C/groups, (kD,) (kH,) kW]}
   */
  public static ConvLayer of(Tensor weights) {
    return new ConvLayer(weights, Window.uniform(kernel(weights), 1, 1, 0), null, Activation.NONE);
  }

  private static List<Integer> kernel(Tensor weights) {
    Shape shape = weights.shape();
    if (shape.rank() < 3 || shape.rank() > 5) {
      throw new IllegalArgumentException(
          "weights must be [O, C/groups, (kD,) (kH,) kW], not " + shape);
    }
    return Arrays.stream(shape.dims()).skip(2).boxed().toList();
  }

  /** Sets the stride, for every axis or one per axis. */
  public ConvLayer stride(Integer... stride) {
    return window(
        new Window(
            window.kernel(),
            perAxis(stride),
            window.dilation(),
            window.padBegin(),
            window.padEnd(),
            window.autoPad()));
  }

  /** Sets the dilation (1 is dense), for every axis or one per axis. */
  public ConvLayer dilation(Integer... dilation) {
    return window(
        new Window(
            window.kernel(),
            window.stride(),
            perAxis(dilation),
            window.padBegin(),
            window.padEnd(),
            window.autoPad()));
  }

  /** Pads both ends by the same, for every axis or one number per axis. */
  public ConvLayer pad(Integer... pad) {
    return pads(perAxis(pad), perAxis(pad));
  }

  /** Pads beginning and end on their own, one number per axis each. */
  public ConvLayer pads(List<Integer> begin, List<Integer> end) {
    return window(window.withPads(begin, end));
  }

  /** Pads so that output = ceil(input / stride), an odd element at the end (SAME_UPPER). */
  public ConvLayer same() {
    List<Integer> none = Collections.nCopies(window.rank(), 0);
    return window(
        new Window(
            window.kernel(), window.stride(), window.dilation(), none, none, AutoPad.SAME_UPPER));
  }

  /** Adds a bias {@code [O]}. */
  public ConvLayer bias(Tensor other) {
    return new ConvLayer(weights, window, other, activation);
  }

  /** Applies an activation to the result. */
  public ConvLayer activation(Activation other) {
    return new ConvLayer(weights, window, bias, other);
  }

  private ConvLayer window(Window other) {
    return new ConvLayer(weights, other, bias, activation);
  }

  private List<Integer> perAxis(Integer[] values) {
    return values.length == 1 ? Collections.nCopies(window.rank(), values[0]) : List.of(values);
  }
}
