package io.sepconv.benchmarks.nhwc;

import io.sepconv.benchmarks.Task;
import io.sepconv.benchmarks.nhwc.ChannelsLast.Filter;
import io.sepconv.benchmarks.nhwc.ChannelsLast.Fused;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Reshape;
import io.sepconv.op.Split;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The network of an ONNX file in a library's operators, as a converter writes it: constants and
 * batch normalisation folded, pads as SAME where that gives the same, ReLU and ReLU6 in the
 * operator before them.
 *
 * @param <V> a value in the library's network
 */
public final class Rebuild<V> {
  private final ChannelsLast<V> library;
  private final Graph graph;
  private final Map<String, ValueType> types;
  private final Map<String, V> values = new HashMap<>();

  /** Values that zeros may surround where their maximum is asked for. */
  private final Set<String> notNegative = new HashSet<>();

  private Rebuild(ChannelsLast<V> library, Graph graph) {
    this.library = library;
    this.graph = graph;
    this.types = ShapeInference.infer(graph);
  }

  /**
   * Rebuilds the network of a task.
   *
   * @throws IllegalStateException if it has an operator that is not translated
   */
  public static <V> void into(ChannelsLast<V> library, Task task) throws IOException {
    Graph graph = OnnxReader.read(task.model());
    String x = graph.inputs().get(0).name();
    graph = graph.withInputShapes(Map.of(x, task.input().shape()));
    new Rebuild<>(library, GraphOptimizer.optimize(graph)).build();
  }

  private void build() {
    String x = graph.inputs().get(0).name();
    values.put(x, library.input(Axes.channelsLast(shape(x))));
    for (Node node : graph.nodes()) {
      try {
        add(node);
      } catch (IllegalStateException e) {
        throw new IllegalStateException(node + " is not translated: " + e.getMessage(), e);
      } catch (RuntimeException e) {
        // A rule met an operand of a kind or a shape that no network had that it was written for.
        throw new IllegalStateException(node + " is not translated: " + e, e);
      }
    }
    library.output(values.get(graph.outputs().get(0)));
  }

  private void add(Node node) {
    Op op = node.op();
    if (op instanceof Split split) {
      split(node, split);
      return;
    }
    V result;
    if (op instanceof Conv conv) {
      result = conv(node, conv);
    } else if (op instanceof Activation activation) {
      result = activate(value(node, 0), activation, result(node));
    } else if (op instanceof Binary binary) {
      result = library.binary(binary.kind(), value(node, 0), value(node, 1), Fused.NONE, y(node));
    } else if (op instanceof Pool pool) {
      result = pool(node, pool);
    } else if (op instanceof GlobalPool pool && pool.kind() == Pool.Kind.AVERAGE) {
      result = library.mean(value(node, 0), y(node));
    } else if (op instanceof Gemm gemm) {
      result = gemm(node, gemm);
    } else if (op instanceof Flatten || op instanceof Reshape) {
      result = reshape(node);
    } else if (op instanceof Transpose transpose) {
      result = library.transpose(value(node, 0), perm(transpose), y(node));
    } else if (op instanceof Concat concat) {
      List<V> parts =
          IntStream.range(0, node.inputs().size()).mapToObj(i -> value(node, i)).toList();
      result = library.concat(parts, axis(node, concat.axis()), y(node));
    } else {
      throw new IllegalStateException("there is no rule for " + op);
    }
    values.put(node.output(), result);
    if (isNotNegative(op)) {
      notNegative.add(node.output());
    }
  }

  private static boolean isNotNegative(Op op) {
    Activation last =
        op instanceof Conv conv
            ? conv.activation()
            : op instanceof Activation alone ? alone : Activation.NONE;
    return last.equals(Activation.RELU) || last.equals(Activation.RELU6);
  }

  private V conv(Node node, Conv conv) {
    Shape x = shape(node.inputs().get(0));
    Shape y = result(node);
    Tensor weights = constant(node, 1);
    Tensor bias =
        node.hasInput(2)
            ? constant(node, 2)
            : Tensor.zeros(DataType.FLOAT32, Shape.of(weights.shape().dim(0)));
    Padding padding = Padding.of(conv.window(), x, y);
    V padded = pad(value(node, 0), padding, x);
    Filter filter = new Filter(weights, bias, conv.window(), conv.groups(), padding.same());
    boolean residual = node.hasInput(3);
    Fused after = fused(conv.activation());
    Fused fused = residual ? Fused.NONE : after;
    Shape result = Axes.channelsLast(y);
    V sum =
        ConvKind.of(conv.groups(), x.dim(1), conv.window()) == ConvKind.DEPTHWISE
            ? library.depthwise(padded, filter, fused, result)
            : library.conv(padded, filter, fused, result);
    if (residual) {
      sum = library.binary(Binary.Kind.ADD, sum, value(node, 3), after, result);
    }
    return after == Fused.NONE ? activate(sum, conv.activation(), y) : sum;
  }

  private V pad(V x, Padding padding, Shape shape) {
    Shape result = Axes.channelsLast(padding.padded(shape));
    return padding.adds() ? library.pad(x, padding, result) : x;
  }

  /** What an operator can do by itself, or {@link Fused#NONE}. */
  private static Fused fused(Activation activation) {
    if (activation.equals(Activation.RELU)) {
      return Fused.RELU;
    }
    return activation.equals(Activation.RELU6) ? Fused.RELU6 : Fused.NONE;
  }

  private V activate(V x, Activation activation, Shape onnx) {
    Shape shape = Axes.channelsLast(onnx);
    if (activation.isNone()) {
      return x;
    }
    if (fused(activation) != Fused.NONE) {
      return library.activation(fused(activation), x, shape);
    }
    if (activation.equals(Activation.HARD_SWISH)) {
      return library.hardSwish(x, shape);
    }
    if (activation.equals(Activation.SIGMOID)) {
      return library.sigmoid(x, shape);
    }
    if (activation.equals(new Activation(Activation.Kind.HARD_SIGMOID, 1 / 6f, 0.5f))) {
      V three = library.constant(Tensor.scalar(3));
      V sixth = library.constant(Tensor.scalar(1 / 6f));
      V clipped = library.binary(Binary.Kind.ADD, x, three, Fused.RELU6, shape);
      return library.binary(Binary.Kind.MUL, clipped, sixth, Fused.NONE, shape);
    }
    throw new IllegalStateException("there is no rule for " + activation);
  }

  private V pool(Node node, Pool pool) {
    Shape x = shape(node.inputs().get(0));
    Padding padding = Padding.of(pool.window(), x, result(node));
    boolean average = pool.kind() == Pool.Kind.AVERAGE;
    if (average && (padding.adds() || padding.same() && pool.countIncludePad())) {
      throw new IllegalStateException("a mean over padding");
    }
    if (padding.adds() && !notNegative.contains(node.inputs().get(0))) {
      throw new IllegalStateException("a maximum over padding of values that may be negative");
    }
    V padded = pad(value(node, 0), padding, x);
    return library.pool(padded, pool.kind(), pool.window(), padding.same(), y(node));
  }

  private V gemm(Node node, Gemm gemm) {
    if (!gemm.equals(new Gemm(1, 1, false, true)) || !node.hasInput(2)) {
      throw new IllegalStateException("there is no rule for " + gemm);
    }
    return library.dense(value(node, 0), constant(node, 1), constant(node, 2), y(node));
  }

  /** Channels may be split and merged, but must not change places with height and width. */
  private V reshape(Node node) {
    Shape from = shape(node.inputs().get(0));
    Shape to = result(node);
    if (from.dim(0) != to.dim(0) || !pixels(from).equals(pixels(to))) {
      throw new IllegalStateException("a change of " + from + " to " + to);
    }
    return library.reshape(value(node, 0), y(node));
  }

  /** Height and width. */
  private static List<Integer> pixels(Shape shape) {
    return shape.rank() < 4 ? List.of(1, 1) : List.of(shape.dim(-2), shape.dim(-1));
  }

  private static int[] perm(Transpose transpose) {
    int rank = transpose.perm().size();
    return IntStream.of(Axes.order(rank))
        .map(axis -> Axes.place(rank, transpose.perm().get(axis)))
        .toArray();
  }

  private void split(Node node, Split split) {
    List<Shape> shapes = node.outputs().stream().map(this::shape).distinct().toList();
    if (shapes.size() != 1 || node.outputs().size() != split.parts()) {
      throw new IllegalStateException("parts of " + shapes);
    }
    Shape part = Axes.channelsLast(shapes.get(0));
    List<V> parts = library.split(value(node, 0), axis(node, split.axis()), split.parts(), part);
    for (int i = 0; i < split.parts(); i++) {
      values.put(node.outputs().get(i), parts.get(i));
    }
  }

  private int axis(Node node, int axis) {
    Shape shape = result(node);
    return Axes.place(shape.rank(), shape.axis(axis));
  }

  private V value(Node node, int index) {
    String name = node.inputs().get(index);
    if (!values.containsKey(name)) {
      int rank = result(node).rank();
      Tensor constant = constant(node, index);
      Tensor padded = constant.reshape(constant.shape().padRank(rank));
      values.put(name, library.constant(Axes.channelsLast(padded)));
    }
    return values.get(name);
  }

  private Tensor constant(Node node, int index) {
    Tensor constant = graph.constants().get(node.inputs().get(index));
    if (constant == null) {
      throw new IllegalStateException("operand " + index + " is no constant");
    }
    return constant;
  }

  private Shape shape(String name) {
    return types.get(name).shape();
  }

  private Shape result(Node node) {
    return shape(node.output());
  }

  /** The shape of the first result with the channels last. */
  private Shape y(Node node) {
    return Axes.channelsLast(result(node));
  }
}
