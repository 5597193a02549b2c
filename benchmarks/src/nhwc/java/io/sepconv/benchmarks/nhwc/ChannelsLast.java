package io.sepconv.benchmarks.nhwc;

import io.sepconv.op.Binary;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;

/**
 * The operators of a library whose tensors are {@code [N, H, W, C]}; so are all shapes and axes
 * here. Each call adds one to a network.
 *
 * @param <V> a value in the library's network
 */
public interface ChannelsLast<V> {
  /** What an operator may do to its result without another one behind it. */
  enum Fused {
    NONE,
    RELU,
    RELU6
  }

  /**
   * A convolution.
   *
   * @param weights as ONNX has them, {@code [O, C/groups, H, W]}
   * @param bias {@code [O]}
   * @param same whether the padding is SAME, else VALID
   */
  record Filter(Tensor weights, Tensor bias, Window window, int groups, boolean same) {}

  /** The one input. */
  V input(Shape shape);

  V constant(Tensor value);

  /** A convolution that is not depthwise. */
  V conv(V x, Filter filter, Fused fused, Shape result);

  /** A convolution of as many groups as x has channels. */
  V depthwise(V x, Filter filter, Fused fused, Shape result);

  /** Zeros around height and width. */
  V pad(V x, Padding padding, Shape result);

  V pool(V x, Pool.Kind kind, Window window, boolean same, Shape result);

  /** Over height and width, which stay with size 1. */
  V mean(V x, Shape result);

  V binary(Binary.Kind kind, V a, V b, Fused fused, Shape result);

  V activation(Fused kind, V x, Shape shape);

  V hardSwish(V x, Shape shape);

  V sigmoid(V x, Shape shape);

  /**
   * A matrix product and a bias.
   *
   * @param weights {@code [O, C]}
   * @param bias {@code [O]}
   */
  V dense(V x, Tensor weights, Tensor bias, Shape result);

  V reshape(V x, Shape result);

  V transpose(V x, int[] perm, Shape result);

  V concat(List<V> parts, int axis, Shape result);

  /** Equal parts, all of one shape. */
  List<V> split(V x, int axis, int parts, Shape part);

  /** Makes a value the one output. */
  void output(V y);
}
