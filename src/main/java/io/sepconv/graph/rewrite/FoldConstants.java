package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.Work;
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
  private final Limits limits;

  /**
   * @param limits every value is held against them, folded or not: later rewrites make no larger
   *     ones
   */
  FoldConstants(Limits limits) {
    this.limits = limits;
  }

  @Override
  public Graph apply(Graph graph) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Map<String, ValueType> types = new HashMap<>();
    constants.forEach((name, tensor) -> types.put(name, ValueType.of(tensor)));
    graph.inputs().forEach(in -> types.put(in.name(), new ValueType(in.type(), in.shape())));
    graph.inputs().forEach(in -> check(in, types.get(in.name())));
    List<Node> kept = new ArrayList<>();
    long bytes = 0;
    long steps = 0;
    for (Node node : graph.nodes()) {
      List<ValueType> results = ShapeInference.infer(node, types, constants, limits);
      for (int i = 0; i < node.outputs().size(); i++) {
        types.put(node.outputs().get(i), results.get(i));
      }
      if (isFoldable(node, constants)) {
        bytes += results.stream().mapToLong(ValueType::bytes).sum();
        steps += Math.min(Work.of(node, types), Long.MAX_VALUE - steps);
        limits.requireFolded("computing constants up to " + node, bytes, steps);
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

  private void check(GraphInput input, ValueType type) {
    try {
      type.requireRepresentable();
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException("input '" + input.name() + "': " + e.getMessage(), e);
    }
    limits.requireValue("input '" + input.name() + "': " + type, type.paddedBytes());
  }

  private static boolean isFoldable(Node node, Map<String, Tensor> constants) {
    return node.inputs().stream().allMatch(in -> in.isEmpty() || constants.containsKey(in));
  }

  /** The node's results, or nothing where an operand is not constant. */
  private static List<Tensor> fold(
      Node node, Map<String, ValueType> types, Map<String, Tensor> constants) {
    if (node.op() instanceof ShapeOf) {
      Shape shape = types.get(node.inputs().get(0)).shape();
      return List.of(Tensor.vector(Arrays.stream(shape.dims()).asLongStream().toArray()));
    }
    if (!isFoldable(node, constants)) {
      return List.of();
    }
    List<Tensor> operands = new ArrayList<>();
    node.inputs().forEach(input -> operands.add(constants.get(input)));
    try {
      return Evaluators.evaluate(node.op(), operands);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(node + ": " + e.getMessage(), e);
    }
  }
}
