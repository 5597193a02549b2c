package io.sepconv.benchmarks.tensorflow;

import io.sepconv.benchmarks.nhwc.Axes;
import io.sepconv.benchmarks.nhwc.ChannelsLast;
import io.sepconv.benchmarks.nhwc.Padding;
import io.sepconv.op.Binary;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Adds a network's operators to a graph, as Keras does. */
final class TensorFlowGraph implements ChannelsLast<Operand<TFloat32>> {
  private final Ops tf;
  private Operand<TFloat32> input;
  private Operand<TFloat32> output;

  TensorFlowGraph(Ops tf) {
    this.tf = tf;
  }

  /** What to feed. */
  Operand<TFloat32> input() {
    return input;
  }

  /** What to fetch. */
  Operand<TFloat32> output() {
    return output;
  }

  /** A shape in TensorFlow's class. */
  static org.tensorflow.ndarray.Shape shape(Shape shape) {
    return org.tensorflow.ndarray.Shape.of(IntStream.of(shape.dims()).asLongStream().toArray());
  }

  @Override
  public Operand<TFloat32> input(Shape shape) {
    input = tf.placeholder(TFloat32.class, Placeholder.shape(shape(shape)));
    return input;
  }

  @Override
  public void output(Operand<TFloat32> y) {
    output = y;
  }

  @Override
  public Operand<TFloat32> constant(Tensor value) {
    return tf.constant(shape(value.shape()), DataBuffers.of(value.floats(), true, false));
  }

  @Override
  public Operand<TFloat32> conv(Operand<TFloat32> x, Filter filter, Fused fused, Shape result) {
    Operand<TFloat32> weights = constant(Axes.permuted(filter.weights(), 2, 3, 1, 0));
    Operand<TFloat32> sum =
        tf.nn.conv2d(
            x,
            weights,
            perAxis(filter.window().stride()),
            padding(filter.same()),
            Conv2d.dilations(perAxis(filter.window().dilation())));
    return withBias(sum, filter.bias(), fused, result);
  }

  @Override
  public Operand<TFloat32> depthwise(
      Operand<TFloat32> x, Filter filter, Fused fused, Shape result) {
    Window window = filter.window();
    if (window.isDilated() || !window.stride().get(0).equals(window.stride().get(1))) {
      throw new IllegalStateException("TensorFlow's depthwise kernel has no " + window);
    }
    int groups = filter.groups();
    Tensor weights = Axes.permuted(filter.weights(), 2, 3, 1, 0);
    Shape perChannel =
        Shape.of(weights.shape().dim(0), weights.shape().dim(1), groups, result.dim(-1) / groups);
    Operand<TFloat32> sum =
        tf.nn.depthwiseConv2dNative(
            x,
            constant(weights.reshape(perChannel)),
            perAxis(window.stride()),
            padding(filter.same()));
    return withBias(sum, filter.bias(), fused, result);
  }

  private Operand<TFloat32> withBias(
      Operand<TFloat32> sum, Tensor bias, Fused fused, Shape result) {
    return activation(fused, tf.nn.biasAdd(sum, constant(bias)), result);
  }

  /** Of height and width, for all four axes. */
  private static List<Long> perAxis(List<Integer> sizes) {
    return List.of(1L, (long) sizes.get(0), (long) sizes.get(1), 1L);
  }

  private static String padding(boolean same) {
    return same ? "SAME" : "VALID";
  }

  @Override
  public Operand<TFloat32> pad(Operand<TFloat32> x, Padding padding, Shape result) {
    int[][] pads = {
      {0, 0}, {padding.top(), padding.bottom()}, {padding.left(), padding.right()}, {0, 0}
    };
    return tf.pad(x, tf.constant(pads), tf.constant(0f));
  }

  @Override
  public Operand<TFloat32> pool(
      Operand<TFloat32> x, Pool.Kind kind, Window window, boolean same, Shape result) {
    List<Long> sizes = perAxis(window.kernel());
    List<Long> strides = perAxis(window.stride());
    if (kind == Pool.Kind.AVERAGE) {
      return tf.nn.avgPool(x, sizes, strides, padding(same));
    }
    return tf.nn.maxPool(x, ints(sizes), ints(strides), padding(same));
  }

  private Operand<TInt32> ints(List<Long> values) {
    return tf.constant(values.stream().mapToInt(Long::intValue).toArray());
  }

  @Override
  public Operand<TFloat32> mean(Operand<TFloat32> x, Shape result) {
    return tf.math.mean(x, tf.constant(new int[] {1, 2}), Mean.keepDims(true));
  }

  @Override
  public Operand<TFloat32> binary(
      Binary.Kind kind, Operand<TFloat32> a, Operand<TFloat32> b, Fused fused, Shape result) {
    return switch (kind) {
      case ADD -> activation(fused, tf.math.add(a, b), result);
      case MUL -> activation(fused, tf.math.mul(a, b), result);
      default -> throw new IllegalStateException("there is no rule for " + kind);
    };
  }

  @Override
  public Operand<TFloat32> activation(Fused kind, Operand<TFloat32> x, Shape shape) {
    return switch (kind) {
      case NONE -> x;
      case RELU -> tf.nn.relu(x);
      case RELU6 -> tf.nn.relu6(x);
    };
  }

  /** There is no such operator: as Keras spells it. */
  @Override
  public Operand<TFloat32> hardSwish(Operand<TFloat32> x, Shape shape) {
    Operand<TFloat32> clipped = tf.nn.relu6(tf.math.add(x, tf.constant(3f)));
    return tf.math.mul(x, tf.math.mul(clipped, tf.constant(1 / 6f)));
  }

  @Override
  public Operand<TFloat32> sigmoid(Operand<TFloat32> x, Shape shape) {
    return tf.math.sigmoid(x);
  }

  @Override
  public Operand<TFloat32> dense(Operand<TFloat32> x, Tensor weights, Tensor bias, Shape result) {
    Operand<TFloat32> product = tf.linalg.matMul(x, constant(weights), MatMul.transposeB(true));
    return tf.nn.biasAdd(product, constant(bias));
  }

  @Override
  public Operand<TFloat32> reshape(Operand<TFloat32> x, Shape result) {
    return tf.reshape(x, tf.constant(result.dims()));
  }

  @Override
  public Operand<TFloat32> transpose(Operand<TFloat32> x, int[] perm, Shape result) {
    return tf.linalg.transpose(x, tf.constant(perm));
  }

  @Override
  public Operand<TFloat32> concat(List<Operand<TFloat32>> parts, int axis, Shape result) {
    return tf.concat(parts, tf.constant(axis));
  }

  @Override
  public List<Operand<TFloat32>> split(Operand<TFloat32> x, int axis, int parts, Shape part) {
    return List.copyOf(tf.split(tf.constant(axis), x, (long) parts).output());
  }
}
