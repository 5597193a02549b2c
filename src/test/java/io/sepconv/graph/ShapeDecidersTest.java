package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.Concat;
import io.sepconv.op.Reshape;
import io.sepconv.op.ShapeOf;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.OperatorCases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ShapeDecidersTest {
  /** Reshape(x, Concat(rows, columns)), and a Reshape to the shape of {@code like}. */
  private static Graph graph() {
    return new Graph(
        "deciders",
        List.of(
            GraphInput.of("x", DataType.FLOAT32, Shape.of(6)),
            GraphInput.of("rows", DataType.INT64, Shape.of(1)),
            GraphInput.of("like", DataType.FLOAT32, Shape.of(6)),
            GraphInput.of("columns", DataType.INT64, Shape.of(1))),
        Map.of(),
        List.of(
            new Node("c", new Concat(0), List.of("rows", "columns"), List.of("target")),
            new Node("r", new Reshape(false), List.of("x", "target"), List.of("y")),
            new Node("s", new ShapeOf(), List.of("like"), List.of("shape")),
            new Node("b", new Reshape(false), List.of("y", "shape"), List.of("z"))),
        List.of("y", "z"),
        Map.of());
  }

  @Test
  void followsOperandsBackToInputsButNotThroughShapes() {
    assertEquals(List.of("rows", "columns"), List.copyOf(graph().shapeDeciders()));
  }

  @Test
  void boundInputsAreConstants() {
    Graph bound = graph().bind(Map.of("rows", Tensor.vector(2), "columns", Tensor.vector(3)));
    assertEquals(Set.of(), bound.shapeDeciders());
    assertEquals(List.of("x", "like"), bound.inputs().stream().map(GraphInput::name).toList());
    assertEquals(Tensor.vector(3), bound.constants().get("columns"));
  }

  @Test
  void whatDoesNotFitIsNotBound() {
    Graph graph = graph();
    Map<String, Tensor> longer = Map.of("rows", Tensor.vector(2, 3));
    Exception e = assertThrows(IllegalArgumentException.class, () -> graph.bind(longer));
    assertTrue(e.getMessage().contains("'rows' expects i64 [1], not i64 [2]"), e.getMessage());
    Map<String, Tensor> unknown = Map.of("y", Tensor.vector(2));
    assertThrows(IllegalArgumentException.class, () -> graph.bind(unknown));
  }

  /** Inference of every operator must do with the values of the operands it declares. */
  @Test
  void rulesReadOnlyTheOperandsTheyDeclare() {
    int deciding = 0;
    for (OperatorCases.Case one : OperatorCases.all()) {
      Graph graph = one.graph();
      Map<String, ValueType> types = ShapeInference.infer(graph);
      for (Node node : graph.nodes()) {
        List<ValueType> operands = new ArrayList<>();
        List<Tensor> values = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
          boolean declared = ShapeRules.deciding(node.op()).contains(i);
          operands.add(types.get(node.inputs().get(i)));
          values.add(declared ? graph.constants().get(node.inputs().get(i)) : null);
          deciding += declared ? 1 : 0;
        }
        List<ValueType> results =
            ShapeInference.infer(node.op(), new ShapeInference.Operands(operands, values));
        for (int i = 0; i < node.outputs().size(); i++) {
          assertEquals(types.get(node.outputs().get(i)), results.get(i), one.name());
        }
      }
    }
    assertTrue(deciding > 0);
  }
}
