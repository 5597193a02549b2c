package io.sepconv.benchmarks;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.op.Concat;
import io.sepconv.op.Reshape;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A network in an ONNX file, as in {@code path/model.onnx}, or {@code path/model.onnx@1x3x48x192}
 * where it leaves sizes of its input open.
 *
 * @param path the file
 * @param sizes of the input, where they are given
 */
record NetworkFile(Path path, Optional<Shape> sizes) {
  private static final Pattern NAME = Pattern.compile("(.+\\.onnx)(?:@(.*))?");
  private static final Pattern SIZES = Pattern.compile("[1-9]\\d{0,8}(x[1-9]\\d{0,8})*");
  private static final String JOINED = "sepconv.benchmarks.joined";

  /** Whether a name is meant to be that of a file. */
  static boolean isMeant(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if what stands behind @ are no sizes
   */
  static NetworkFile parse(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + name + "' does not name an ONNX file");
    }
    String sizes = matcher.group(2);
    if (sizes != null && !SIZES.matcher(sizes).matches()) {
      throw new IllegalArgumentException(
          name + ": behind @ stand sizes like 1x3x48x192, not '" + sizes + "'");
    }
    return new NetworkFile(
        Path.of(matcher.group(1)),
        Optional.ofNullable(sizes)
            .map(text -> Shape.of(Stream.of(text.split("x")).map(Integer::valueOf).toList())));
  }

  /** What people call it: the file and its folder, since many are called model.onnx. */
  String label() {
    int names = path.getNameCount();
    return path.subpath(Math.max(0, names - 2), names).toString();
  }

  /**
   * The network: as it stands in the file if it has one output, else with all of them in one vector
   * behind each other.
   *
   * @throws IllegalArgumentException if it cannot be read, or is none of one f32 input and f32
   *     outputs
   */
  Graph graph() {
    if (!Files.isRegularFile(path)) {
      throw new IllegalArgumentException("there is no file " + path);
    }
    try {
      Graph graph = OnnxReader.read(path);
      if (graph.inputs().size() != 1 || graph.inputs().get(0).type() != DataType.FLOAT32) {
        throw new IllegalArgumentException(
            "a benchmark needs one input of f32, this has " + graph.inputs());
      }
      graph = joined(graph);
      DataType type = outputType(bound(graph, inputShape(graph)));
      if (type != DataType.FLOAT32) {
        throw new IllegalArgumentException("a benchmark needs outputs of f32, this has " + type);
      }
      return graph;
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
    }
  }

  private static DataType outputType(Graph graph) {
    return ShapeInference.infer(graph).get(graph.outputs().get(0)).type();
  }

  /** A network for an input of one shape; what files compute of shapes is then constant. */
  static Graph bound(Graph graph, Shape input) {
    return GraphOptimizer.optimize(
        graph.withInputShapes(Map.of(graph.inputs().get(0).name(), input)));
  }

  /** The shape of what the network reads. */
  Shape inputShape(Graph graph) {
    GraphInput input = graph.inputs().get(0);
    if (sizes.isPresent()) {
      input.check(DataType.FLOAT32, sizes.get());
      return sizes.get();
    }
    if (!input.isStatic()) {
      throw new IllegalArgumentException(
          String.format(
              "input '%s' %s has open sizes: give them, as in %s@1x3x224x224",
              input.name(), input.describe(), path));
    }
    return input.shape();
  }

  /** Whether {@link #graph} is not what the file has. */
  static boolean isJoined(Graph graph) {
    return graph.outputs().equals(List.of(JOINED));
  }

  private static Graph joined(Graph graph) {
    if (graph.outputs().size() == 1) {
      return graph;
    }
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    String vector = JOINED + ".shape";
    constants.put(vector, Tensor.vector(-1));
    List<Node> nodes = new ArrayList<>(graph.nodes());
    List<String> parts = new ArrayList<>();
    for (String output : graph.outputs()) {
      String part = JOINED + "." + parts.size();
      parts.add(part);
      nodes.add(new Node(part, new Reshape(false), List.of(output, vector), List.of(part)));
    }
    nodes.add(new Node(JOINED, new Concat(0), parts, List.of(JOINED)));
    return new Graph(
        graph.name(), graph.inputs(), constants, nodes, List.of(JOINED), graph.metadata());
  }
}
