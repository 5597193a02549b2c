package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.DepthToSpace.Order;
import io.sepconv.op.Expand;
import io.sepconv.op.Gather;
import io.sepconv.op.Op;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.op.Where;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectionMappersTest {
  private static TestModel model(
      long opset, String operator, String operands, String results, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("x", 1, 6, 2, 2)
        .initializer("i", Tensor.vector(2, 4))
        .initializer("t", Tensor.of(Shape.of(1), true))
        .node(operator, operands, results, attributes)
        .output(results.split(" ")[0]);
  }

  private static void assertNode(Op op, String operands, TestModel model) {
    assertEquals(op, model.onlyNode().op());
    assertEquals(List.of(operands.split(" ")), model.onlyNode().inputs());
  }

  @ParameterizedTest
  @ValueSource(longs = {13, 21})
  void selections(long opset) {
    assertNode(new Gather(0), "x i", model(opset, "Gather", "x i", "y"));
    AttributeProto axis = integer("axis", -1);
    assertNode(new Gather(-1), "x i", model(opset, "Gather", "x i", "y", axis));
    assertNode(new Expand(), "x i", model(opset, "Expand", "x i", "y"));
    assertNode(new Tile(), "x i", model(opset, "Tile", "x i", "y"));
    assertNode(new Where(), "t x x", model(opset, "Where", "t x x", "y"));
    assertMalformed(model(opset, "Where", "t x", "y"), "2 operands");
  }

  @Test
  void blocks() {
    AttributeProto two = integer("blocksize", 2);
    for (long opset : new long[] {6, 10, 11, 21}) {
      TestModel model = model(opset, "DepthToSpace", "x", "y", two);
      assertNode(new DepthToSpace(2, Order.DCR), "x", model);
      assertNode(new SpaceToDepth(2), "x", model(opset, "SpaceToDepth", "x", "y", two));
    }
    TestModel shuffle = model(11, "DepthToSpace", "x", "y", two, text("mode", "CRD"));
    assertNode(new DepthToSpace(2, Order.CRD), "x", shuffle);
    assertUnsupported(model(10, "DepthToSpace", "x", "y", two, text("mode", "CRD")), "mode");
    assertUnsupported(model(11, "DepthToSpace", "x", "y", two, text("mode", "XYZ")), "'XYZ'");
    assertMalformed(model(13, "SpaceToDepth", "x", "y"), "'blocksize'", "missing");
    assertMalformed(model(13, "SpaceToDepth", "x", "y", integer("blocksize", 0)), "at least 1");
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 6, 12})
  void splitByAttribute(long opset) {
    Graph graph =
        model(opset, "Split", "x", "a b", integer("axis", 1), integers("split", 2, 4)).read();
    Node node = graph.nodes().get(0);
    assertEquals(new Split(1, 2, false), node.op());
    assertEquals(List.of("a", "b"), node.outputs());
    assertEquals(Tensor.vector(2, 4), graph.constants().get(node.inputs().get(1)));
    assertNode(new Split(0, 3, false), "x", model(opset, "Split", "x", "a b c"));
    assertMalformed(model(opset, "Split", "x i", "a b"), "2 operands");
  }

  @ParameterizedTest
  @CsvSource({"13, x", "13, x i", "17, x i", "18, x i", "21, x i"})
  void splitByOperand(long opset, String operands) {
    TestModel model = model(opset, "Split", operands, "a b", integer("axis", 1));
    assertNode(new Split(1, 2, false), operands, model);
  }

  @Test
  void splitByCount() {
    AttributeProto two = integer("num_outputs", 2);
    assertNode(new Split(0, 2, true), "x", model(18, "Split", "x", "a b", two));
    assertMalformed(model(18, "Split", "x", "a b"), "exactly one");
    assertMalformed(model(18, "Split", "x i", "a b", two), "exactly one");
    assertMalformed(
        model(18, "Split", "x", "a b", integer("num_outputs", 2147483647)), "results, 2");
    assertUnsupported(model(13, "Split", "x", "a b", two), "num_outputs = 2");
  }

  @Test
  void resultsThatNobodyReads() {
    Node node = model(13, "Split", "x", "a - c").onlyNode();
    assertEquals(3, node.outputs().size());
    assertEquals("a", node.outputs().get(0));
    assertEquals("c", node.outputs().get(2));
  }
}
