package io.sepconv;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a compilation of a model depends on.
 *
 * @param shapes the shape of every input
 * @param values the tensors of the inputs whose values decide shapes
 */
record CompileKey(Map<String, Shape> shapes, Map<String, Tensor> values) {
  /**
   * A tensor that decides shapes is a list of sizes, axes or scales; each value is a compilation.
   */
  private static final int MAX_DECIDING_ELEMENTS = 4096;

  CompileKey {
    shapes = Map.copyOf(shapes);
    values = Map.copyOf(values);
  }

  /**
   * The key of the given shapes.
   *
   * @param graph the network
   * @param deciders its inputs whose values decide shapes
   * @param shapes a shape for every input, by name; inputs of known shape may be absent
   * @throws IllegalArgumentException if a shape is missing, or if values would be needed
   */
  static CompileKey ofShapes(Graph graph, Set<String> deciders, Map<String, Shape> shapes) {
    shapes.keySet().forEach(graph::input);
    if (!deciders.isEmpty()) {
      throw new IllegalArgumentException(
          "shapes depend on the values of "
              + deciders
              + ": give tensors for the inputs, not their shapes alone");
    }
    Map<String, Shape> all = new HashMap<>();
    for (GraphInput input : graph.inputs()) {
      Shape given = shapes.get(input.name());
      all.put(input.name(), given == null ? input.shape() : given);
    }
    return new CompileKey(all, Map.of());
  }

  /**
   * The key of the given inputs.
   *
   * @param graph the network
   * @param deciders its inputs whose values decide shapes
   * @param inputs a tensor for every input, by name
   * @throws IllegalArgumentException if an input is missing, unknown, or not what the graph expects
   */
  static CompileKey ofInputs(Graph graph, Set<String> deciders, Map<String, Tensor> inputs) {
    inputs.keySet().forEach(graph::input);
    Map<String, Shape> shapes = new HashMap<>();
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (GraphInput input : graph.inputs()) {
      Tensor tensor = inputs.get(input.name());
      if (tensor == null) {
        throw new IllegalArgumentException(
            String.format(
                "input '%s' (%s %s) is missing", input.name(), input.type(), input.describe()));
      }
      input.check(tensor.type(), tensor.shape());
      shapes.put(input.name(), tensor.shape());
      if (deciders.contains(input.name())) {
        values.put(input.name(), checkSize(input, tensor));
      }
    }
    return new CompileKey(shapes, values);
  }

  private static Tensor checkSize(GraphInput input, Tensor tensor) {
    if (tensor.size() > MAX_DECIDING_ELEMENTS) {
      throw new IllegalArgumentException(
          String.format(
              "the values of input '%s' %s decide shapes, and the network is compiled for each set"
                  + " of them; an input that does so has at most %d elements",
              input.name(), tensor.shape(), MAX_DECIDING_ELEMENTS));
    }
    return tensor;
  }

  /** The network with these shapes and values fixed. */
  Graph fix(Graph graph) {
    return graph.withInputShapes(shapes).bind(values);
  }
}
