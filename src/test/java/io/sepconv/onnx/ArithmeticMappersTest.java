package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.op.Binary;
import io.sepconv.op.Identity;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArithmeticMappersTest {
  private static TestModel model(
      long opset, String operator, String operands, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("x", 1, 4, 5, 6)
        .input("z", 1, 4, 5, 6)
        .initializer("c", Tensor.zeros(DataType.FLOAT32, Shape.of(4)))
        .initializer("cw", Tensor.zeros(DataType.FLOAT32, Shape.of(5, 6)))
        .node(operator, operands, "y", attributes)
        .output("y");
  }

  @ParameterizedTest
  @CsvSource({"Add, ADD", "Sub, SUB", "Mul, MUL", "Div, DIV", "Pow, POW", "Equal, EQUAL"})
  void binary(String operator, Binary.Kind kind) {
    for (long opset : new long[] {6, 7, 13, 14, 99}) {
      Node node = model(opset, operator, "x z").onlyNode();
      assertEquals(new Binary(kind), node.op());
      assertEquals(List.of("x", "z"), node.inputs());
    }
  }

  @Test
  void legacyBroadcastOfTheLastAxesNeedsNothing() {
    for (AttributeProto[] attributes :
        new AttributeProto[][] {
          {integer("broadcast", 1)}, {integer("broadcast", 1), integer("axis", 2)}
        }) {
      assertEquals(List.of("x", "cw"), model(6, "Add", "x cw", attributes).onlyNode().inputs());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, -3})
  void legacyBroadcastAlongAnAxisInsertsAxesBehind(long axis) {
    TestModel model = model(6, "Mul", "x c", integer("broadcast", 1), integer("axis", axis));
    List<Node> nodes = model.nodes();

    assertEquals(new Unsqueeze(), nodes.get(0).op());
    assertEquals("c", nodes.get(0).inputs().get(0));
    assertEquals(Tensor.vector(1, 2), model.read().constants().get(nodes.get(0).inputs().get(1)));
    assertEquals(new Binary(Binary.Kind.MUL), nodes.get(1).op());
    assertEquals(List.of("x", nodes.get(0).output()), nodes.get(1).inputs());
    assertEquals(Shape.of(1, 4, 5, 6), ShapeInference.infer(model.read()).get("y").shape());
  }

  @Test
  void theRankIsFollowedThroughTheNodesBefore() {
    TestModel model =
        TestModel.opset(6)
            .input("x", 1, 4, 5, 6)
            .initializer("w", Tensor.zeros(DataType.FLOAT32, Shape.of(4, 4, 1, 1)))
            .initializer("c", Tensor.zeros(DataType.FLOAT32, Shape.of(4)))
            .node("Conv", "x w", "conv")
            .node("Relu", "conv", "relu")
            .node("MaxPool", "relu", "pool", integers("kernel_shape", 1, 1))
            .node("Add", "pool c", "y", integer("broadcast", 1), integer("axis", 1))
            .output("y");

    assertEquals(Shape.of(1, 4, 5, 6), ShapeInference.infer(model.read()).get("y").shape());
  }

  @Test
  void refusedBinaries() {
    assertUnsupported(
        TestModel.opset(6)
            .input("x", 1, 4, 5, 6)
            .typedInput("shape", TestModel.INT64, 2)
            .input("c", 4)
            .node("Reshape", "x shape", "r")
            .node("Add", "r c", "y", integer("broadcast", 1), integer("axis", 0))
            .output("y"),
        "axis 0",
        "number of axes");
    assertMalformed(model(6, "Add", "x cw", integer("broadcast", 1), integer("axis", 3)), "axis 3");
    assertUnsupported(
        model(7, "Add", "x c", integer("broadcast", 1), integer("axis", 1)), "broadcast = 1");
    assertMalformed(model(7, "Add", "x"), "1 operands");
    assertMalformed(model(7, "Add", "x - z"), "3 operands");
  }

  @ParameterizedTest
  @CsvSource({
    "Min, MIN, 6",
    "Min, MIN, 13",
    "Max, MAX, 6",
    "Max, MAX, 13",
    "Sum, ADD, 6",
    "Sum, ADD, 8",
  })
  void variadic(String operator, Binary.Kind kind, long opset) {
    assertEquals(new Identity(), model(opset, operator, "x").onlyNode().op());
    assertEquals(List.of("x", "z"), model(opset, operator, "x z").onlyNode().inputs());

    List<Node> chain = model(opset, operator, "x z cw").nodes();
    assertEquals(2, chain.size());
    assertEquals(new Binary(kind), chain.get(0).op());
    assertEquals(List.of("x", "z"), chain.get(0).inputs());
    assertEquals(new Binary(kind), chain.get(1).op());
    assertEquals(List.of(chain.get(0).output(), "cw"), chain.get(1).inputs());
    assertEquals("y", chain.get(1).output());
  }

  @Test
  void meansDivideByTheNumberOfOperands() {
    for (long opset : new long[] {6, 8, 13}) {
      TestModel model = model(opset, "Mean", "x z cw");
      List<Node> chain = model.nodes();
      assertEquals(3, chain.size());
      assertEquals(new Binary(Binary.Kind.ADD), chain.get(1).op());
      assertEquals(new Binary(Binary.Kind.DIV), chain.get(2).op());
      assertEquals(Tensor.scalar(3), model.read().constants().get(chain.get(2).inputs().get(1)));
    }
  }

  @Test
  void refusedVariadics() {
    assertMalformed(model(13, "Max", ""), "0 operands");
    assertMalformed(model(13, "Max", "x - z"), "operand 1 is missing");
  }
}
