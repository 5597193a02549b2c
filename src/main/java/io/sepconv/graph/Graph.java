package io.sepconv.graph;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network: inputs, constants, nodes in an order in which they can run, outputs. Every value has
 * one name and one origin.
 *
 * @param name for messages and reports
 * @param inputs what the caller provides, in order
 * @param constants weights and other fixed tensors, by value name
 * @param nodes sorted so that each follows the nodes it reads
 * @param outputs names of the values that the caller receives, in order
 * @param metadata free text that came with the model, by key
 */
public record Graph(
    String name,
    List<GraphInput> inputs,
    Map<String, Tensor> constants,
    List<Node> nodes,
    List<String> outputs,
    Map<String, String> metadata) {

  /**
   * Sorts the nodes and checks the graph.
   *
   * @throws ModelFormatException if two values share a name, an operand or an output has no origin,
   *     the nodes form a cycle, or there is no output
   */
  public Graph {
    inputs = List.copyOf(inputs);
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    outputs = List.copyOf(outputs);
    metadata = Map.copyOf(metadata);
    nodes = sorted(inputs, constants, nodes);
    if (outputs.isEmpty()) {
      throw new ModelFormatException("graph '" + name + "' has no output");
    }
    Set<String> values = new HashSet<>(constants.keySet());
    inputs.forEach(input -> values.add(input.name()));
    nodes.forEach(node -> values.addAll(node.outputs()));
    values.remove("");
    for (String output : outputs) {
      if (!values.contains(output)) {
        throw new ModelFormatException(
            "output '" + output + "' of graph '" + name + "' is computed by no node");
      }
    }
  }

  private static List<Node> sorted(
      List<GraphInput> inputs, Map<String, Tensor> constants, List<Node> nodes) {
    Set<String> known = new HashSet<>();
    for (GraphInput input : inputs) {
      addUnique(known, input.name(), "input");
    }
    constants.keySet().forEach(constant -> addUnique(known, constant, "constant"));
    Map<String, Node> origin = new HashMap<>();
    for (Node node : nodes) {
      for (String output : node.outputs()) {
        if (output.isEmpty()) {
          continue;
        }
        if (known.contains(output) || origin.put(output, node) != null) {
          throw new ModelFormatException(
              "value '" + output + "' is defined twice, the second time by " + node);
        }
      }
    }
    // Kahn's algorithm; ready nodes keep the order they were given in.
    Map<Node, Integer> missing = new HashMap<>();
    Map<String, List<Node>> readers = new HashMap<>();
    List<Node> order = new ArrayList<>(nodes.size());
    for (Node node : nodes) {
      int count = 0;
      for (String input : new HashSet<>(node.inputs())) {
        if (input.isEmpty() || known.contains(input)) {
          continue;
        }
        if (!origin.containsKey(input)) {
          throw new ModelFormatException(
              "operand '" + input + "' of " + node + " is computed by no node");
        }
        readers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
        count++;
      }
      if (missing.put(node, count) != null) {
        throw new ModelFormatException("node '" + node.name() + "' stands twice in the graph");
      }
      if (count == 0) {
        order.add(node);
      }
    }
    for (int i = 0; i < order.size(); i++) {
      for (String output : order.get(i).outputs()) {
        for (Node reader : readers.getOrDefault(output, List.of())) {
          if (missing.merge(reader, -1, Integer::sum) == 0) {
            order.add(reader);
          }
        }
      }
    }
    if (order.size() != nodes.size()) {
      Node stuck = nodes.stream().filter(node -> missing.get(node) > 0).findFirst().orElseThrow();
      throw new ModelFormatException("the graph has a cycle through " + stuck);
    }
    return List.copyOf(order);
  }

  private static void addUnique(Set<String> known, String value, String what) {
    if (value.isEmpty() || !known.add(value)) {
      throw new ModelFormatException(what + " '" + value + "' is empty or defined twice");
    }
  }

  /** The input of the given name. */
  public GraphInput input(String inputName) {
    return inputs.stream()
        .filter(input -> input.name().equals(inputName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "graph '"
                        + name
                        + "' has no input '"
                        + inputName
                        + "', it has "
                        + inputs.stream().map(GraphInput::name).toList()));
  }

  /** How many nodes and outputs read each value. */
  public Map<String, Integer> useCounts() {
    Map<String, Integer> uses = new HashMap<>();
    nodes.forEach(node -> node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum)));
    outputs.forEach(output -> uses.merge(output, 1, Integer::sum));
    return uses;
  }

  /** This graph with other nodes and constants, to which inputs and outputs still belong. */
  public Graph with(Map<String, Tensor> otherConstants, List<Node> otherNodes) {
    return new Graph(name, inputs, otherConstants, otherNodes, outputs, metadata);
  }

  /**
   * The inputs whose values, not only their shapes, decide the shapes of other values: the target
   * of a Reshape, the sizes of a Resize. They have to be {@link #bind bound} before shapes follow.
   */
  public Set<String> shapeDeciders() {
    return ShapeDeciders.of(this);
  }

  /**
   * This graph with some inputs made constants.
   *
   * @param values the tensors by the inputs' names
   * @throws IllegalArgumentException if a tensor is not what its input expects
   */
  public Graph bind(Map<String, Tensor> values) {
    values.forEach((input, value) -> input(input).check(value.type(), value.shape()));
    Map<String, Tensor> bound = new LinkedHashMap<>(constants);
    bound.putAll(values);
    return new Graph(
        name,
        inputs.stream().filter(input -> !values.containsKey(input.name())).toList(),
        bound,
        nodes,
        outputs,
        metadata);
  }

  /**
   * This graph with every input's shape fixed.
   *
   * @param shapes a shape for every input by its name; inputs whose sizes are all known may be
   *     absent
   * @throws IllegalArgumentException if a shape contradicts the sizes the graph knows, or is
   *     missing
   */
  public Graph withInputShapes(Map<String, Shape> shapes) {
    shapes.keySet().forEach(this::input);
    List<GraphInput> fixed = new ArrayList<>();
    for (GraphInput input : inputs) {
      Shape shape = shapes.containsKey(input.name()) ? shapes.get(input.name()) : input.shape();
      input.check(input.type(), shape);
      fixed.add(GraphInput.of(input.name(), input.type(), shape));
    }
    return new Graph(name, fixed, constants, nodes, outputs, metadata);
  }

  /**
   * This graph for one set of inputs: their shapes fixed, and those whose values decide other
   * shapes bound.
   *
   * @param values a tensor for every input by its name; inputs whose sizes are all known and whose
   *     values decide nothing may be absent
   * @throws IllegalArgumentException if a tensor is not what its input expects, or is missing
   */
  public Graph withInputs(Map<String, Tensor> values) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    values.forEach((input, value) -> shapes.put(input, value.shape()));
    Map<String, Tensor> deciding = new LinkedHashMap<>(values);
    deciding.keySet().retainAll(shapeDeciders());
    return withInputShapes(shapes).bind(deciding);
  }
}
