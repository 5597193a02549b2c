package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final GraphInput X = GraphInput.of("x", DataType.FLOAT32, Shape.of(2));
  private static final Tensor ONE = Tensor.of(Shape.of(2), 1f, 1f);

  private static Node relu(String input, String output) {
    return new Node("relu_" + output, Activation.RELU, List.of(input), List.of(output));
  }

  private static Node add(String a, String b, String output) {
    return new Node("add_" + output, new Binary(Binary.Kind.ADD), List.of(a, b), List.of(output));
  }

  private static Graph graph(List<Node> nodes, String... outputs) {
    return new Graph("g", List.of(X), Map.of("one", ONE), nodes, List.of(outputs), Map.of());
  }

  private static void assertRefused(String reason, List<Node> nodes, String... outputs) {
    Exception e = assertThrows(ModelFormatException.class, () -> graph(nodes, outputs));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  @Test
  void sortsNodesAndKeepsTheOrderOfTheRest() {
    List<Node> nodes = new ArrayList<>();
    nodes.add(relu("x", "a"));
    nodes.add(relu("a", "b"));
    nodes.add(add("a", "b", "c"));
    nodes.add(add("c", "one", "d"));
    assertEquals(nodes, graph(nodes, "d").nodes());
    List<Node> reversed = new ArrayList<>(nodes);
    Collections.reverse(reversed);
    assertEquals(nodes, graph(reversed, "d").nodes());
  }

  @Test
  void aNodeMayReadOneValueTwice() {
    assertEquals(2, graph(List.of(add("b", "b", "c"), relu("x", "b")), "c").nodes().size());
  }

  @Test
  void inputsAndConstantsMayBeOutputs() {
    assertEquals(List.of("x", "one"), graph(List.of(), "x", "one").outputs());
  }

  @Test
  void refusesCycles() {
    assertRefused("cycle", List.of(relu("b", "a"), relu("a", "b")), "b");
    assertRefused("cycle", List.of(relu("a", "a")), "a");
    assertRefused(
        "cycle through Add 'add_b'",
        List.of(relu("x", "a"), add("a", "c", "b"), relu("b", "c"), relu("a", "d")),
        "d");
  }

  @Test
  void refusesTwoOrigins() {
    assertRefused("'a' is defined twice", List.of(relu("x", "a"), add("x", "x", "a")), "a");
    assertRefused("'x' is defined twice", List.of(relu("one", "x")), "x");
    assertRefused("'one' is defined twice", List.of(relu("x", "one")), "one");
    assertRefused("twice", List.of(relu("x", "a"), relu("x", "a")), "a");
    Node two = new Node("n", Activation.RELU, List.of("x"), List.of("a", "a"));
    assertRefused("'a' is defined twice", List.of(two), "a");
    assertThrows(
        ModelFormatException.class,
        () -> new Graph("g", List.of(X, X), Map.of(), List.of(), List.of("x"), Map.of()));
    assertThrows(
        ModelFormatException.class,
        () -> new Graph("g", List.of(X), Map.of("x", ONE), List.of(), List.of("x"), Map.of()));
  }

  @Test
  void refusesNoOrigin() {
    assertRefused("operand 'y' of Relu 'relu_a'", List.of(relu("y", "a")), "a");
    assertRefused("output 'b' of graph 'g'", List.of(relu("x", "a")), "b");
    Node unnamed = new Node("n", Activation.RELU, List.of("x"), List.of("a", ""));
    assertRefused("output ''", List.of(unnamed), "");
  }

  @Test
  void refusesNoOutput() {
    assertRefused("no output", List.of(relu("x", "a")));
    assertThrows(
        ModelFormatException.class, () -> new Node("n", Activation.RELU, List.of("x"), List.of()));
  }

  @Test
  void countsUses() {
    Graph graph =
        graph(List.of(relu("x", "a"), add("a", "a", "b"), add("a", "one", "c")), "a", "c");
    assertEquals(4, graph.useCounts().get("a"));
    assertEquals(1, graph.useCounts().get("one"));
    assertEquals(null, graph.useCounts().get("b"));
  }

  @Test
  void fixesInputShapes() {
    GraphInput open = new GraphInput("x", DataType.FLOAT32, List.of(GraphInput.UNKNOWN, 3));
    Graph graph =
        new Graph("g", List.of(open), Map.of(), List.of(relu("x", "y")), List.of("y"), Map.of());
    Graph fixed = graph.withInputShapes(Map.of("x", Shape.of(5, 3)));
    assertEquals(ValueType.floats(Shape.of(5, 3)), ShapeInference.infer(fixed).get("y"));
    assertEquals("[?, 3]", open.describe());
    assertThrows(IllegalArgumentException.class, () -> ShapeInference.infer(graph));
    assertThrows(IllegalArgumentException.class, () -> graph.withInputShapes(Map.of()));
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> graph.withInputShapes(Map.of("x", Shape.of(5, 4))));
    assertEquals("input 'x' expects f32 [?, 3], not f32 [5, 4]", e.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> graph.withInputShapes(Map.of("y", Shape.of(5, 3))));
  }
}
