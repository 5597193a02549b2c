package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.op.ShapeOf;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * f(constants) -> constant; Shape(x) -> constant, as every shape is known.
 *
 * <p>Runs front to back together with shape inference, so that a Reshape whose target is computed
 * from Shape, Slice and Concat finds it constant.
 */
final class FoldConstants implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Map<String, ValueType> types = new HashMap<>();
    constants.forEach((name, tensor) -> types.put(name, ValueType.of(tensor)));
    graph.inputs().forEach(in -> types.put(in.name(), new ValueType(in.type(), in.shape())));
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<ValueType> results = ShapeInference.infer(node, types, constants);
      for (int i = 0; i < node.outputs().size(); i++) {
        types.put(node.outputs().get(i), results.get(i));
      }
      List<Tensor> folded = fold(node, types, constants);
      for (int i = 0; i < Math.min(folded.size(), node.outputs().size()); i++) {
        constants.put(node.outputs().get(i), folded.get(i));
      }
      if (folded.isEmpty()) {
        kept.add(node);
      }
    }
    return graph.with(constants, kept);
  }

  /** The node's results, or nothing where an operand is not constant. */
  private static List<Tensor> fold(
      Node node, Map<String, ValueType> types, Map<String, Tensor> constants) {
    if (node.op() instanceof ShapeOf) {
      Shape shape = types.get(node.inputs().get(0)).shape();
      return List.of(Tensor.vector(Arrays.stream(shape.dims()).asLongStream().toArray()));
    }
    List<Tensor> operands = new ArrayList<>();
    for (String input : node.inputs()) {
      if (!input.isEmpty() && !constants.containsKey(input)) {
        return List.of();
      }
      operands.add(constants.get(input));
    }
    try {
      return Evaluators.evaluate(node.op(), operands);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(node + ": " + e.getMessage(), e);
    }
  }
}
