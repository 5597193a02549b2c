package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.number;
import static io.sepconv.onnx.TestModel.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.op.Pad;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PaddingMappersTest {
  private static TestModel pad(long opset, String operands, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("x", 1, 2)
        .initializer("p", Tensor.vector(0, 1, 2, 3))
        .initializer("v", Tensor.scalar(7))
        .initializer("a", Tensor.vector(0, 1))
        .node("Pad", operands, "y", attributes)
        .output("y");
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 6, 10})
  void padByAttributes(long opset) {
    Graph graph = pad(opset, "x", integers("pads", 0, 1, 2, 3), number("value", 7)).read();
    Node node = graph.nodes().get(0);
    assertEquals(new Pad(Pad.Mode.CONSTANT), node.op());
    assertEquals(Tensor.vector(0, 1, 2, 3), graph.constants().get(node.inputs().get(1)));
    assertEquals(Tensor.scalar(7), graph.constants().get(node.inputs().get(2)));
    assertEquals(2, pad(opset, "x", integers("pads", 0, 0, 1, 1)).onlyNode().inputs().size());
    assertMalformed(pad(opset, "x"), "'pads'", "missing");
    assertMalformed(pad(opset, "x p"), "2 operands");
  }

  @ParameterizedTest
  @CsvSource({
    "11, x p",
    "11, x p v",
    "17, x p v",
    "18, x p",
    "18, x p v a",
    "18, x p - a",
    "21, x p v a",
  })
  void padByOperands(long opset, String operands) {
    Node node = pad(opset, operands).onlyNode();
    assertEquals(new Pad(Pad.Mode.CONSTANT), node.op());
    assertEquals(List.of(operands.replace("-", "").split(" ")), node.inputs());
  }

  @ParameterizedTest
  @CsvSource({"constant, 11", "reflect, 11", "edge, 11", "edge, 18", "wrap, 19"})
  void modes(String text, long opset) {
    assertEquals(
        new Pad(Pad.Mode.valueOf(text.toUpperCase())),
        pad(opset, "x p", text("mode", text)).onlyNode().op());
  }

  @Test
  void refusedPads() {
    assertUnsupported(pad(18, "x p", text("mode", "wrap")), "'wrap'");
    assertUnsupported(pad(19, "x p", text("mode", "EDGE")), "'EDGE'");
    assertUnsupported(pad(11, "x p", integers("pads", 1)), "pads = [1]");
    assertMalformed(pad(17, "x p v a"), "4 operands");
    assertMalformed(pad(11, "x"), "1 operands");
  }
}
