package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.op.Concat;
import io.sepconv.op.Flatten;
import io.sepconv.op.Op;
import io.sepconv.op.Reshape;
import io.sepconv.op.Slice;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutMappersTest {
  private static void assertNode(Op op, List<String> operands, TestModel model) {
    assertEquals(op, model.onlyNode().op());
    assertEquals(operands, model.onlyNode().inputs());
  }

  /** One node over x and constants i (one integer) and far (one beyond 32 bits). */
  private static TestModel node(long opset, String operator, String operands) {
    return TestModel.opset(opset)
        .input("x", 1, 4, 5, 6)
        .typedInput("dynamic", TestModel.INT64, 1)
        .initializer("i", Tensor.vector(-1, 0))
        .initializer("far", Tensor.vector(1L << 40))
        .node(operator, operands, "y")
        .output("y");
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 11, 13})
  void concat(long opset) {
    TestModel model =
        TestModel.opset(opset)
            .input("x", 1, 2)
            .node("Concat", "x x x", "y", integer("axis", -1))
            .output("y");
    assertNode(new Concat(-1), List.of("x", "x", "x"), model);
    assertMalformed(TestModel.of(opset, "Concat"), "'axis'", "missing");
    assertMalformed(
        TestModel.opset(opset).node("Concat", "", "y", integer("axis", 0)).output("y"),
        "0 operands");
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 9, 11, 13, 21})
  void flatten(long opset) {
    assertNode(new Flatten(1), List.of("x"), TestModel.of(opset, "Flatten"));
    assertNode(new Flatten(-1), List.of("x"), TestModel.of(opset, "Flatten", integer("axis", -1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 13, 21})
  void transpose(long opset) {
    assertNode(new Transpose(List.of()), List.of("x"), TestModel.of(opset, "Transpose"));
    assertNode(
        new Transpose(List.of(0, 2, 3, 1)),
        List.of("x"),
        TestModel.of(opset, "Transpose", integers("perm", 0, 2, 3, 1)));
  }

  @Test
  void reshape() {
    for (long opset : new long[] {6, 13, 14, 21}) {
      assertNode(new Reshape(false), List.of("x", "i"), node(opset, "Reshape", "x i"));
    }
    TestModel allowing = node(14, "Reshape", "x i");
    allowing.graph().getNodeBuilder(0).addAttribute(integer("allowzero", 1));
    assertEquals(new Reshape(true), allowing.onlyNode().op());

    TestModel tooEarly = node(13, "Reshape", "x i");
    tooEarly.graph().getNodeBuilder(0).addAttribute(integer("allowzero", 1));
    assertUnsupported(tooEarly, "allowzero = 1");
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 11, 12})
  void squeezeAndUnsqueezeByAttribute(long opset) {
    assertNode(new Squeeze(), List.of("x"), TestModel.of(opset, "Squeeze"));
    assertAxes(new Squeeze(), TestModel.of(opset, "Squeeze", integers("axes", 0)), 0);
    assertAxes(new Unsqueeze(), TestModel.of(opset, "Unsqueeze", integers("axes", 0, -1)), 0, -1);
    assertMalformed(TestModel.of(opset, "Unsqueeze"), "'axes'", "missing");
    assertMalformed(node(opset, "Squeeze", "x i"), "2 operands");
  }

  @ParameterizedTest
  @ValueSource(longs = {13, 21})
  void squeezeAndUnsqueezeByOperand(long opset) {
    assertNode(new Squeeze(), List.of("x"), node(opset, "Squeeze", "x"));
    assertNode(new Squeeze(), List.of("x", "i"), node(opset, "Squeeze", "x i"));
    assertNode(new Unsqueeze(), List.of("x", "i"), node(opset, "Unsqueeze", "x i"));
    assertNode(new Squeeze(), List.of("x", "dynamic"), node(opset, "Squeeze", "x dynamic"));
    assertMalformed(node(opset, "Unsqueeze", "x"), "1 operands");
    assertUnsupported(TestModel.of(opset, "Squeeze", integers("axes", 0)), "axes = [0]");
  }

  private static void assertAxes(Op op, TestModel model, long... axes) {
    Graph graph = model.read();
    Node node = graph.nodes().get(0);
    assertEquals(op, node.op());
    assertEquals("x", node.inputs().get(0));
    assertEquals(Tensor.vector(axes), graph.constants().get(node.inputs().get(1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 9})
  void sliceByAttributes(long opset) {
    TestModel model =
        TestModel.of(
            opset,
            "Slice",
            integers("starts", 1),
            integers("ends", Long.MAX_VALUE),
            integers("axes", 2));
    Graph graph = model.read();
    Node node = graph.nodes().get(0);

    assertEquals(new Slice(), node.op());
    assertEquals("x", node.inputs().get(0));
    assertEquals(Tensor.vector(1), graph.constants().get(node.inputs().get(1)));
    assertEquals(Tensor.vector(Long.MAX_VALUE), graph.constants().get(node.inputs().get(2)));
    assertEquals(Tensor.vector(2), graph.constants().get(node.inputs().get(3)));

    TestModel firstAxes = TestModel.of(opset, "Slice", integers("starts", 1), integers("ends", 2));
    assertEquals(3, firstAxes.onlyNode().inputs().size());
    assertMalformed(TestModel.of(opset, "Slice", integers("starts", 1)), "'ends'", "missing");
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 11, 13})
  void sliceByOperands(long opset) {
    assertNode(new Slice(), List.of("x", "i", "i"), node(opset, "Slice", "x i i"));
    assertNode(new Slice(), List.of("x", "i", "i", "", "i"), node(opset, "Slice", "x i i - i"));
    assertMalformed(node(opset, "Slice", "x i"), "2 operands");
    assertUnsupported(
        TestModel.of(9, "Slice", integers("starts", 1), integers("ends", 2), integers("steps", 1)),
        "steps = [1]");
  }
}
