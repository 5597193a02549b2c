package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A graph while a rule changes it: which node makes a value, how many read it, what it is.
 *
 * <p>A node that is replaced keeps its place and its results; nodes whose results nobody reads any
 * more go at once, so that the next match counts readers right.
 */
final class GraphEdit {
  private final Graph graph;
  private final Map<String, Tensor> constants;
  private final Map<String, ValueType> types;
  private final Map<String, Integer> uses;
  private final Map<String, Integer> places = new HashMap<>();
  private final List<Node> nodes;
  private boolean changed;

  GraphEdit(Graph graph) {
    this.graph = graph;
    this.constants = new LinkedHashMap<>(graph.constants());
    this.types = ShapeInference.infer(graph);
    this.uses = graph.useCounts();
    this.nodes = new ArrayList<>(graph.nodes());
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        places.put(output, i);
      }
    }
  }

  /** The node that computes a value; null for inputs, constants and absent operands. */
  Node origin(String value) {
    Integer place = value.isEmpty() ? null : places.get(value);
    return place == null ? null : nodes.get(place);
  }

  /** The node that computes a value which is read once, and so may become part of its reader. */
  Node privateOrigin(String value) {
    return uses.getOrDefault(value, 0) == 1 ? origin(value) : null;
  }

  /** Type and shape of a value of the graph. */
  ValueType type(String value) {
    return types.get(value);
  }

  /** The tensor of a constant, or null. */
  Tensor constant(String value) {
    return constants.get(value);
  }

  /** The constants, those that were added too. */
  Map<String, Tensor> constants() {
    return Collections.unmodifiableMap(constants);
  }

  /** The f32 constant of one element and any rank that a value is, if it is one. */
  OptionalDouble scalar(String value) {
    Tensor tensor = constants.get(value);
    boolean single = tensor != null && tensor.type() == DataType.FLOAT32 && tensor.size() == 1;
    return single ? OptionalDouble.of(tensor.floats()[0]) : OptionalDouble.empty();
  }

  /** Adds a constant and returns the name it got. */
  String add(String base, Tensor tensor) {
    String name = Constants.add(constants, base, tensor);
    types.put(name, ValueType.of(tensor));
    return name;
  }

  /** Puts a node of the same results in the place of the one that computes them. */
  void replace(Node replacement) {
    changed = true;
    int place = places.get(replacement.output());
    Node old = nodes.set(place, replacement);
    replacement.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    old.inputs().forEach(this::release);
  }

  private void release(String value) {
    int left = uses.merge(value, -1, Integer::sum);
    Node origin = origin(value);
    if (left == 0
        && origin != null
        && origin.outputs().stream().noneMatch(output -> uses.getOrDefault(output, 0) > 0)) {
      nodes.set(places.get(value), null);
      origin.inputs().forEach(this::release);
    }
  }

  /** The changed graph, or the same one if nothing was replaced. */
  Graph result() {
    return changed
        ? graph.with(constants, nodes.stream().filter(Objects::nonNull).toList())
        : graph;
  }
}
