package io.sepconv.graph;

import io.sepconv.op.Op;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of a node's results from the types of its operands.
 *
 * <p>Operands that decide shapes (the target of a Reshape, the bounds of a Slice) must be constants
 * by the time they are asked for; {@code graph.rewrite} folds what computes them.
 */
public final class ShapeInference {
  private ShapeInference() {}

  /**
   * The types of every value of a graph whose inputs are static.
   *
   * @throws ModelFormatException if an operand's shape contradicts its operator
   */
  public static Map<String, ValueType> infer(Graph graph) {
    Map<String, ValueType> types = new HashMap<>();
    graph.constants().forEach((name, tensor) -> types.put(name, ValueType.of(tensor)));
    graph.inputs().forEach(in -> types.put(in.name(), new ValueType(in.type(), in.shape())));
    for (Node node : graph.nodes()) {
      List<ValueType> results = infer(node, types, graph.constants());
      for (int i = 0; i < node.outputs().size(); i++) {
        types.put(node.outputs().get(i), results.get(i));
      }
    }
    return types;
  }

  /**
   * The types of one node's results; at least as many as the node names.
   *
   * @param node the node
   * @param types the types of at least its operands
   * @param constants the tensors of those operands that are constant
   */
  public static List<ValueType> infer(
      Node node, Map<String, ValueType> types, Map<String, Tensor> constants) {
    List<ValueType> operands = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    for (String input : node.inputs()) {
      operands.add(input.isEmpty() ? null : types.get(input));
      values.add(input.isEmpty() ? null : constants.get(input));
    }
    try {
      List<ValueType> results = infer(node.op(), new Operands(operands, values));
      if (node.outputs().size() > results.size()) {
        throw new IllegalArgumentException(
            "it has " + results.size() + " result(s), not one for each of " + node.outputs());
      }
      return results;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(node + ": " + e.getMessage(), e);
    }
  }

  /**
   * The types of one node's results, none of which is larger than allowed.
   *
   * @throws ModelLimitException if one is; nothing has been allocated for it then
   */
  public static List<ValueType> infer(
      Node node, Map<String, ValueType> types, Map<String, Tensor> constants, Limits limits) {
    List<ValueType> results = infer(node, types, constants);
    results.forEach(type -> limits.requireValue(node + ": " + type, type.paddedBytes()));
    return results;
  }

  /**
   * The types of an operator's results from its operands themselves.
   *
   * @param op the operator
   * @param operands in the operator's order; null, or past the end, for an absent optional one
   * @throws IllegalArgumentException if the operands do not fit the operator
   */
  public static List<ValueType> infer(Op op, List<Tensor> operands) {
    List<ValueType> types = new ArrayList<>();
    operands.forEach(operand -> types.add(operand == null ? null : ValueType.of(operand)));
    return infer(op, new Operands(types, operands));
  }

  /** The types of an operator's results, each of which an array can hold. */
  static List<ValueType> infer(Op op, Operands operands) {
    List<ValueType> results = ShapeRules.of(op).apply(op, operands);
    results.forEach(ValueType::requireRepresentable);
    return results;
  }

  /** How the types of one operator's results follow from its operands. */
  @FunctionalInterface
  interface ShapeRule<O extends Op> {
    List<ValueType> apply(O op, Operands operands);
  }

  /** The operands of a node: their types and, where they are constant, their values. */
  record Operands(List<ValueType> types, List<Tensor> values) {

    /** Whether an optional operand is there. */
    boolean has(int index) {
      return index < types.size() && types.get(index) != null;
    }

    /** The type of an operand that must be there. */
    ValueType type(int index) {
      if (!has(index)) {
        throw new IllegalArgumentException("operand " + index + " is missing");
      }
      return types.get(index);
    }

    /** The value of an operand that must be constant. */
    Tensor constant(int index) {
      ValueType type = type(index);
      if (values.get(index) == null) {
        throw new IllegalArgumentException(
            "operand " + index + " (" + type + ") decides a shape and must be constant");
      }
      return values.get(index);
    }

    /** The integers in an optional operand that must be constant, or null if it is absent. */
    long[] longs(int index) {
      return has(index) ? constant(index).toLongs() : null;
    }
  }
}
