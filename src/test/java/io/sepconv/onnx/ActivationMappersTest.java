package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.number;
import static io.sepconv.onnx.TestModel.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Binary;
import io.sepconv.op.Identity;
import io.sepconv.op.PRelu;
import io.sepconv.op.Reshape;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationMappersTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  @ParameterizedTest
  @CsvSource({
    "Relu, 6, RELU, 0, 0",
    "Relu, 14, RELU, 0, 0",
    "LeakyRelu, 6, LEAKY_RELU, 0.01, 0",
    "LeakyRelu, 16, LEAKY_RELU, 0.01, 0",
    "Sigmoid, 6, SIGMOID, 0, 0",
    "Sigmoid, 13, SIGMOID, 0, 0",
    "HardSigmoid, 6, HARD_SIGMOID, 0.2, 0.5",
    "HardSigmoid, 22, HARD_SIGMOID, 0.2, 0.5",
    "HardSwish, 14, HARD_SWISH, 0, 0",
    "Tanh, 6, TANH, 0, 0",
    "Tanh, 13, TANH, 0, 0",
    "Elu, 6, ELU, 1, 0",
    "Elu, 22, ELU, 1, 0",
    "Abs, 6, ABS, 0, 0",
    "Abs, 13, ABS, 0, 0",
    "Exp, 6, EXP, 0, 0",
    "Exp, 13, EXP, 0, 0",
    "Sqrt, 6, SQRT, 0, 0",
    "Sqrt, 13, SQRT, 0, 0",
    "Neg, 6, NEG, 0, 0",
    "Reciprocal, 6, RECIPROCAL, 0, 0",
    "Log, 6, LOG, 0, 0",
    "Floor, 6, FLOOR, 0, 0",
    "Ceil, 6, CEIL, 0, 0",
    "Round, 11, ROUND, 0, 0",
    "Round, 22, ROUND, 0, 0",
    "Sign, 9, SIGN, 0, 0",
    "Erf, 9, ERF, 0, 0",
    "Softplus, 1, SOFTPLUS, 0, 0",
    "Softplus, 22, SOFTPLUS, 0, 0",
    "Softsign, 1, SOFTSIGN, 0, 0",
    "Selu, 6, SELU, 1.6732632, 1.050701",
    "Selu, 22, SELU, 1.6732632, 1.050701",
    "Celu, 12, CELU, 1, 0",
    "ThresholdedRelu, 10, THRESHOLDED_RELU, 1, 0",
    "Mish, 18, MISH, 0, 0",
    "Gelu, 20, GELU, 0, 0",
    "Swish, 24, SWISH, 1, 0",
  })
  void defaults(String operator, long opset, Kind kind, float alpha, float beta) {
    var node = TestModel.of(opset, operator).onlyNode();

    assertEquals(new Activation(kind, alpha, beta), node.op());
    assertEquals(List.of("x"), node.inputs());
  }

  @Test
  void parameters() {
    assertEquals(
        new Activation(Kind.LEAKY_RELU, 0.3f, 0),
        TestModel.of(6, "LeakyRelu", number("alpha", 0.3f)).onlyNode().op());
    assertEquals(
        new Activation(Kind.ELU, 2, 0), TestModel.of(6, "Elu", number("alpha", 2)).onlyNode().op());
    assertEquals(
        new Activation(Kind.HARD_SIGMOID, 0.1f, 0.6f),
        TestModel.of(6, "HardSigmoid", number("alpha", 0.1f), number("beta", 0.6f))
            .onlyNode()
            .op());
    assertEquals(
        new Activation(Kind.SELU, 2, 3),
        TestModel.of(6, "Selu", number("alpha", 2), number("gamma", 3)).onlyNode().op());
    assertEquals(
        new Activation(Kind.GELU_TANH, 0, 0),
        TestModel.of(20, "Gelu", text("approximate", "tanh")).onlyNode().op());
    assertUnsupported(TestModel.of(20, "Gelu", text("approximate", "fast")), "'fast'");
  }

  private static TestModel pRelu(long opset, String operands) {
    return TestModel.opset(opset)
        .input("x", 1, 4, 5, 6)
        .input("row", 2, 4)
        .input("slopes", 4)
        .input("planes", 4, 1, 1)
        .typedInput("shape", TestModel.INT64, 2)
        .node("Reshape", "slopes shape", "unknown")
        .node("PRelu", operands, "y")
        .output("y");
  }

  private static List<Node> slopes(TestModel model) {
    return model.nodes().stream().filter(node -> !(node.op() instanceof Reshape)).toList();
  }

  @Test
  void slopesAreStretchedFromTheLastAxis() {
    for (long opset : new long[] {7, 9, 16}) {
      List<Node> nodes = slopes(pRelu(opset, "x planes"));
      assertEquals(1, nodes.size());
      assertEquals(new PRelu(), nodes.get(0).op());
      assertEquals(List.of("x", "planes"), nodes.get(0).inputs());
    }
    assertMalformed(pRelu(16, "x"), "1 operands");
  }

  @Test
  void slopesOfOpset6BelongToChannels() {
    TestModel model = pRelu(6, "x slopes");
    List<Node> nodes = slopes(model);
    assertEquals(new Unsqueeze(), nodes.get(0).op());
    assertEquals(Tensor.vector(1, 2), model.read().constants().get(nodes.get(0).inputs().get(1)));
    assertEquals(new PRelu(), nodes.get(1).op());
    assertEquals(List.of("x", nodes.get(0).output()), nodes.get(1).inputs());

    assertEquals(List.of("x", "planes"), slopes(pRelu(6, "x planes")).get(0).inputs());
    assertEquals(List.of("row", "slopes"), slopes(pRelu(6, "row slopes")).get(0).inputs());
    assertUnsupported(pRelu(6, "unknown slopes"), "number of axes");
  }

  @Test
  void hardSwishIsYoungerThanOpset13() {
    assertUnsupported(TestModel.of(13, "HardSwish"), "HardSwish", "opset 13", "from opset 14");
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 10})
  void clipByAttributes(long opset) {
    assertEquals(
        new Activation(Kind.CLIP, 0, 6),
        TestModel.of(opset, "Clip", number("min", 0), number("max", 6)).onlyNode().op());
    assertEquals(
        new Activation(Kind.CLIP, 0, INFINITY),
        TestModel.of(opset, "Clip", number("min", 0)).onlyNode().op());
    assertEquals(
        new Activation(Kind.CLIP, -INFINITY, 6),
        TestModel.of(opset, "Clip", number("max", 6)).onlyNode().op());
    assertMalformed(clip(opset, "x min max"), "3 operands");
  }

  private static TestModel clip(long opset, String operands) {
    return TestModel.opset(opset)
        .input("x", 1, 4)
        .input("low")
        .input("high", 1)
        .initializer("max", Tensor.of(Shape.of(1), 6f))
        .initializer("two", Tensor.of(Shape.of(2), 6f, 7f))
        .initializer("long", Tensor.of(Shape.of(), 6L))
        .node("Clip", operands, "y")
        // Behind the node that reads it: a Constant is found wherever it stands.
        .node("Constant", "", "min", TestModel.tensor("value", Tensor.scalar(-1)))
        .output("y");
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 99})
  void clipByOperands(long opset) {
    assertEquals(new Activation(Kind.CLIP, -1, 6), clip(opset, "x min max").onlyNode().op());
    assertEquals(List.of("x"), clip(opset, "x min max").onlyNode().inputs());
    assertEquals(new Activation(Kind.CLIP, -1, INFINITY), clip(opset, "x min").onlyNode().op());
    assertEquals(new Activation(Kind.CLIP, -INFINITY, 6), clip(opset, "x - max").onlyNode().op());
    assertEquals(new Identity(), clip(opset, "x - -").onlyNode().op());
  }

  @Test
  void boundsThatAreComputedOrIntegersAreOperands() {
    List<Node> nodes = clip(11, "x low high").nodes();
    assertEquals(new Binary(Binary.Kind.MAX), nodes.get(0).op());
    assertEquals(List.of("x", "low"), nodes.get(0).inputs());
    assertEquals(new Reshape(false), nodes.get(1).op());
    assertEquals("high", nodes.get(1).inputs().get(0));
    assertEquals(new Binary(Binary.Kind.MIN), nodes.get(2).op());
    assertEquals(List.of(nodes.get(0).output(), nodes.get(1).output()), nodes.get(2).inputs());

    assertEquals(List.of("x", "low"), clip(11, "x low").onlyNode().inputs());
    assertEquals(new Binary(Binary.Kind.MAX), clip(11, "x low").onlyNode().op());
    assertEquals(new Binary(Binary.Kind.MIN), clip(11, "x - low").onlyNode().op());
    assertEquals(List.of("x", "min"), clip(11, "x min low").nodes().get(0).inputs());
    assertEquals(new Binary(Binary.Kind.MIN), clip(12, "x - long").onlyNode().op());
  }

  @Test
  void refusedClips() {
    assertMalformed(clip(11, "x min two"), "one number");
    assertUnsupported(TestModel.of(11, "Clip", number("min", 0)), "min = 0.0");
  }
}
