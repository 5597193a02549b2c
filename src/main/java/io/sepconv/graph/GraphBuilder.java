package io.sepconv.graph;

import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Builds a network in code. Shapes are checked as it grows.
 *
 * <pre>{@code
 * GraphBuilder builder = new GraphBuilder("block");
 * Value x = builder.input("x", Shape.of(1, 32, 56, 56));
 * Value y =
 *     builder.depthwiseSeparable(
 *         x,
 *         ConvLayer.of(depthwise).same().stride(2).activation(Activation.RELU6),
 *         ConvLayer.of(pointwise).bias(bias).activation(Activation.RELU6));
 * Graph graph = builder.output(y).build();
 * }</pre>
 *
 * <p>Activations are {@code [N, C, (D,) (H,) W]}. A builder belongs to one thread. Shapes that do
 * not fit throw {@link ModelFormatException} with the node and the shapes.
 */
public final class GraphBuilder {
  private final String name;
  private final List<GraphInput> inputs = new ArrayList<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<String, ValueType> types = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<String> outputs = new ArrayList<>();

  /** What {@link #build} calls the values that were given a name of their own. */
  private final Map<String, String> renamed = new HashMap<>();

  /** Starts an empty network of the given name. */
  public GraphBuilder(String name) {
    this.name = name;
  }

  /** Adds an f32 input. */
  public Value input(String inputName, Shape shape) {
    inputs.add(GraphInput.of(inputName, DataType.FLOAT32, shape));
    return define(inputName, ValueType.floats(shape));
  }

  /** Adds a constant. */
  public Value constant(Tensor tensor) {
    String constant = "constant_" + constants.size();
    constants.put(constant, tensor);
    return define(constant, ValueType.of(tensor));
  }

  private Value define(String value, ValueType type) {
    if (types.put(value, type) != null) {
      throw new IllegalArgumentException("value '" + value + "' is defined twice");
    }
    return new Value(value, type);
  }

  /** Adds a node of any operator with one result; null stands for an absent optional operand. */
  public Value apply(Op op, Value... operands) {
    return applyAll(op, 1, operands).get(0);
  }

  /** Adds a node of any operator with the given number of results; operands as for one result. */
  public List<Value> applyAll(Op op, int results, Value... operands) {
    List<String> names =
        Stream.of(operands).map(operand -> operand == null ? "" : operand.name()).toList();
    String base = op.type().toLowerCase(Locale.ROOT) + "_" + nodes.size();
    List<String> outputs =
        IntStream.range(0, results).mapToObj(i -> i == 0 ? base : base + "_" + i).toList();
    Node node = new Node(base, op, names, outputs);
    List<ValueType> inferred = ShapeInference.infer(node, types, constants);
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      values.add(define(outputs.get(i), inferred.get(i)));
    }
    nodes.add(node);
    return values;
  }

  /** A direct convolution: every kernel reads every channel. */
  public Value conv(Value x, ConvLayer layer) {
    return groupedConv(x, 1, layer);
  }

  /**
   * A convolution whose channels are split into independent groups.
   *
   * @param x {@code [N, C, ...]}
   * @param groups a divisor of C and O
   * @param layer weights {@code [O, C/groups, ...]}
   */
  public Value groupedConv(Value x, int groups, ConvLayer layer) {
    Value weights = constant(layer.weights());
    Value bias = layer.bias() == null ? null : constant(layer.bias());
    Conv op = new Conv(resolved(layer.window(), x), groups, layer.activation());
    return bias == null ? apply(op, x, weights) : apply(op, x, weights, bias);
  }

  /**
   * A depthwise convolution: each channel has its own m kernels.
   *
   * @param x {@code [N, C, ...]}
   * @param layer weights {@code [C * m, 1, ...]}, m = 1 in most networks
   */
  public Value depthwise(Value x, ConvLayer layer) {
    return groupedConv(x, x.shape().dim(1), layer);
  }

  /**
   * A 1x1 convolution: a matrix product over the channels at every position.
   *
   * @param x {@code [N, C, ...]}
   * @param layer weights {@code [O, C, 1, ...]}
   */
  public Value pointwise(Value x, ConvLayer layer) {
    if (!layer.window().isPointwise()) {
      throw new IllegalArgumentException(
          "a pointwise convolution needs weights [O, C, 1, ...], not " + layer.weights().shape());
    }
    return conv(x, layer);
  }

  /**
   * A depthwise convolution followed by a pointwise one: the block of Xception and MobileNetV1,
   * with the shape of the direct convolution it replaces at 1/O + 1/k² of its multiplications.
   */
  public Value depthwiseSeparable(Value x, ConvLayer depthwise, ConvLayer pointwise) {
    return pointwise(depthwise(x, depthwise), pointwise);
  }

  /**
   * The block of MobileNetV2 (Sandler et al. 2018): pointwise to more channels, depthwise,
   * pointwise to fewer. The input is added to the result where both have the same shape.
   *
   * @param expand the first layer, or null where the block has none (expansion 1)
   * @param depthwise carries stride, padding and dilation
   * @param project linear in the paper, so without activation
   */
  public Value invertedResidual(Value x, ConvLayer expand, ConvLayer depthwise, ConvLayer project) {
    Value wide = expand == null ? x : pointwise(x, expand);
    Value narrow = pointwise(depthwise(wide, depthwise), project);
    return narrow.shape().equals(x.shape()) ? add(x, narrow) : narrow;
  }

  /**
   * A k x 1 convolution followed by a 1 x k one: equal to a k x k convolution whose kernel is the
   * outer product of the two.
   *
   * @param x {@code [N, C, H, W]}
   * @param column weights {@code [M, C/g, kH, 1]}; the groups follow from C
   * @param row weights {@code [O, M/g, 1, kW]}; the groups follow from M
   */
  public Value spatiallySeparable(Value x, ConvLayer column, ConvLayer row) {
    List<Integer> tall = column.window().kernel();
    List<Integer> wide = row.window().kernel();
    if (tall.size() != 2 || wide.size() != 2 || tall.get(1) != 1 || wide.get(0) != 1) {
      throw new IllegalArgumentException(
          "a spatially separable block needs weights [M, C/g, kH, 1] and [O, M/g, 1, kW], not "
              + column.weights().shape()
              + " and "
              + row.weights().shape());
    }
    Value middle = groupedConv(x, groupsOf(x, column), column);
    return groupedConv(middle, groupsOf(middle, row), row);
  }

  /** The window with its automatic padding written out; one that does not fit x fails later. */
  private static Window resolved(Window window, Value x) {
    int[] spatial = Arrays.stream(x.shape().dims()).skip(2).toArray();
    return spatial.length == window.rank() ? window.resolve(spatial) : window;
  }

  private static int groupsOf(Value x, ConvLayer layer) {
    return Math.max(1, x.shape().dim(1) / Math.max(1, layer.weights().shape().dim(1)));
  }

  /** An element-wise function. */
  public Value activation(Value x, Activation activation) {
    return apply(activation, x);
  }

  /** The broadcast sum. */
  public Value add(Value a, Value b) {
    return apply(new Binary(Binary.Kind.ADD), a, b);
  }

  /** Maximum pooling. */
  public Value maxPool(Value x, Window window) {
    return apply(new Pool(Pool.Kind.MAX, resolved(window, x), false, false), x);
  }

  /** Average pooling that does not count padding. */
  public Value averagePool(Value x, Window window) {
    return apply(new Pool(Pool.Kind.AVERAGE, resolved(window, x), false, false), x);
  }

  /** The mean over all positions: {@code [N, C, 1, ...]}. */
  public Value globalAveragePool(Value x) {
    return apply(new GlobalPool(Pool.Kind.AVERAGE), x);
  }

  /**
   * A fully connected layer.
   *
   * @param x {@code [N, K]}
   * @param weights {@code [M, K]}
   * @param bias {@code [M]}
   */
  public Value fullyConnected(Value x, Tensor weights, Tensor bias) {
    return apply(new Gemm(1, 1, false, true), x, constant(weights), constant(bias));
  }

  /** Declares a result of the network. */
  public GraphBuilder output(Value value) {
    outputs.add(value.name());
    return this;
  }

  /** Declares a result of the network, which callers know by the given name. */
  public GraphBuilder output(String outputName, Value value) {
    boolean computed = nodes.stream().anyMatch(node -> node.outputs().contains(value.name()));
    if (!computed || renamed.containsKey(value.name())) {
      throw new IllegalArgumentException(
          "value '" + value.name() + "' is no result of a node, or it has a name already");
    }
    define(outputName, value.type());
    renamed.put(value.name(), outputName);
    return output(value);
  }

  /** The finished network. */
  public Graph build() {
    return build(inputs);
  }

  /**
   * The finished network for any size of its inputs' first axes, whatever size they were given.
   * That is right where no operator and no constant depends on that size: a Reshape says 0 or -1.
   */
  public Graph buildForAnyBatch() {
    List<GraphInput> open = new ArrayList<>();
    for (GraphInput input : inputs) {
      List<Integer> dims = new ArrayList<>(input.dims());
      dims.set(0, GraphInput.UNKNOWN);
      open.add(new GraphInput(input.name(), input.type(), dims));
    }
    return build(open);
  }

  private Graph build(List<GraphInput> declared) {
    List<Node> named = new ArrayList<>();
    for (Node node : nodes) {
      named.add(new Node(node.name(), node.op(), named(node.inputs()), named(node.outputs())));
    }
    return new Graph(name, declared, constants, named, named(outputs), Map.of());
  }

  private List<String> named(List<String> values) {
    return values.stream().map(value -> renamed.getOrDefault(value, value)).toList();
  }
}
