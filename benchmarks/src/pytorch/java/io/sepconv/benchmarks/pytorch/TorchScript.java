package io.sepconv.benchmarks.pytorch;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;
import io.sepconv.op.Reshape;
import io.sepconv.op.Split;
import io.sepconv.op.Transpose;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A graph as a method in TorchScript, one line a node, with the functions that a network written in
 * PyTorch calls. For inputs of one shape; it has what the networks of the zoo and problems need.
 */
final class TorchScript {
  private static final String LOWEST = "float('-inf')";
  private static final Activation HARD_SIGMOID =
      new Activation(Activation.Kind.HARD_SIGMOID, 1 / 6f, 1 / 2f);

  private final Map<String, ValueType> types;
  private final Map<String, Tensor> constants;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();

  /** What stands for each value of the graph. */
  private final Map<String, String> names = new HashMap<>();

  /** Values in memory of their own that one node reads. */
  private final Set<String> owned = new HashSet<>();

  private final String source;

  /**
   * Translates.
   *
   * @throws IllegalStateException if there is no translation of a node
   */
  TorchScript(Graph graph, Shape input) {
    String x = graph.inputs().get(0).name();
    types = ShapeInference.infer(graph.withInputShapes(Map.of(x, input)));
    constants = graph.constants();
    names.put(x, "x");
    List<String> lines = new ArrayList<>();
    lines.add("def forward(self, x):");
    Map<String, Integer> uses = graph.useCounts();
    for (Node node : graph.nodes()) {
      if (allocates(node) && uses.get(node.output()) == 1) {
        owned.add(node.output());
      }
      String value = value(node);
      List<String> results = new ArrayList<>();
      for (String output : node.outputs()) {
        names.put(output, "v" + names.size());
        results.add(names.get(output));
      }
      lines.add("  " + String.join(", ", results) + " = " + value);
    }
    lines.add("  return " + names.get(graph.outputs().get(0)));
    source = String.join("\n", lines) + "\n";
  }

  /** The method {@code forward}, of one tensor. */
  String source() {
    return source;
  }

  /** What it reads as parameters of its module, by their names there. */
  Map<String, Tensor> parameters() {
    return parameters;
  }

  private String value(Node node) {
    String x = operand(node, 0);
    if (node.op() instanceof Conv conv && conv.activation().isNone()) {
      return conv(node, x, conv);
    } else if (node.op() instanceof Pool pool && pool.kind() == Pool.Kind.MAX) {
      return maxPool(node, x, pool);
    } else if (node.op() instanceof GlobalPool pool && pool.kind() == Pool.Kind.AVERAGE) {
      int rank = shape(node.inputs().get(0)).rank() - 2;
      int[] ones = new int[rank];
      Arrays.fill(ones, 1);
      return call("adaptive_avg_pool" + rank + "d", x, Arrays.toString(ones));
    } else if (node.op() instanceof Gemm gemm
        && gemm.equals(new Gemm(1, 1, false, true))
        && node.hasInput(2)) {
      return call("linear", x, operand(node, 1), operand(node, 2));
    } else if (node.op() instanceof Binary binary && binary.kind() == Binary.Kind.ADD) {
      return call("add", x, operand(node, 1));
    } else if (node.op() instanceof Binary binary && binary.kind() == Binary.Kind.MUL) {
      return call("mul", x, operand(node, 1));
    } else if (node.op() instanceof Concat concat) {
      String parts = node.inputs().stream().map(names::get).collect(Collectors.joining(", "));
      return call("cat", "[" + parts + "]", concat.axis());
    } else if (node.op() instanceof Split split) {
      List<Integer> sizes =
          node.outputs().stream().map(part -> shape(part).dim(split.axis())).toList();
      return call("split_with_sizes", x, sizes, split.axis());
    } else if (node.op() instanceof Flatten flatten && flatten.axis() == 1) {
      return call("flatten", x, 1);
    } else if (node.op() instanceof Reshape) {
      return call("reshape", x, Arrays.toString(shape(node.output()).dims()));
    } else if (node.op() instanceof Transpose transpose && !transpose.perm().isEmpty()) {
      return call("permute", x, transpose.perm());
    } else if (node.op() instanceof Activation activation) {
      return activation(node, x, activation);
    }
    throw refused(node);
  }

  /** In place where nothing else reads the operand, as the networks of torchvision have it. */
  private String activation(Node node, String x, Activation activation) {
    String place = owned.contains(node.inputs().get(0)) ? "_" : "";
    if (activation.equals(Activation.RELU)) {
      return call("relu" + place, x);
    } else if (activation.equals(Activation.RELU6)) {
      return call("relu6" + place, x);
    } else if (activation.equals(Activation.HARD_SWISH)) {
      return call("hardswish" + place, x);
    } else if (activation.equals(HARD_SIGMOID)) {
      return call("hardsigmoid" + place, x);
    }
    throw refused(node);
  }

  /** Whether a node gives memory of its own, no view of its operand's. */
  private static boolean allocates(Node node) {
    return node.op() instanceof Conv || node.op() instanceof Gemm || node.op() instanceof Binary;
  }

  private String conv(Node node, String x, Conv conv) {
    Window window = resolved(node, conv.window());
    boolean even = window.padBegin().equals(window.padEnd());
    return call(
        "conv" + window.rank() + "d",
        even ? x : padded(x, window, "0.0"),
        operand(node, 1),
        node.hasInput(2) ? operand(node, 2) : "None",
        window.stride(),
        even ? window.padBegin() : zeros(window),
        window.dilation(),
        conv.groups());
  }

  private String maxPool(Node node, String x, Pool pool) {
    Window window = resolved(node, pool.window());
    boolean even = window.padBegin().equals(window.padEnd());
    if (!even && pool.ceilMode()) {
      throw refused(node);
    }
    return call(
        "max_pool" + window.rank() + "d",
        even ? x : padded(x, window, LOWEST),
        window.kernel(),
        window.stride(),
        even ? window.padBegin() : zeros(window),
        window.dilation(),
        pool.ceilMode() ? "True" : "False");
  }

  /** PyTorch's windows have equal pads at both ends of an axis; others are an operator before. */
  private static String padded(String x, Window window, String value) {
    List<Integer> pads = new ArrayList<>();
    for (int axis = window.rank() - 1; axis >= 0; axis--) {
      pads.add(window.padBegin().get(axis));
      pads.add(window.padEnd().get(axis));
    }
    return call("constant_pad_nd", x, pads, value);
  }

  private static List<Integer> zeros(Window window) {
    return window.padBegin().stream().map(pad -> 0).toList();
  }

  private Window resolved(Node node, Window window) {
    Shape input = shape(node.inputs().get(0));
    return window.resolve(Arrays.copyOfRange(input.dims(), 2, input.rank()));
  }

  private String operand(Node node, int index) {
    return names.computeIfAbsent(node.inputs().get(index), this::parameter);
  }

  private String parameter(String constant) {
    String name = "p" + parameters.size();
    parameters.put(name, constants.get(constant));
    return "self." + name;
  }

  private Shape shape(String value) {
    return types.get(value).shape();
  }

  private static String call(String function, Object... arguments) {
    return Arrays.stream(arguments)
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "torch." + function + "(", ")"));
  }

  private static IllegalStateException refused(Node node) {
    return new IllegalStateException(
        "there is no translation to TorchScript of " + node + ": " + node.op());
  }
}
