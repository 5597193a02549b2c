package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.number;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
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
    assertEquals(
        new Activation(Kind.CLIP, -INFINITY, INFINITY), clip(opset, "x - -").onlyNode().op());
  }

  @Test
  void refusedClips() {
    assertUnsupported(clip(11, "x x"), "min", "not a constant");
    assertUnsupported(clip(11, "x min long"), "max is i64");
    assertMalformed(clip(11, "x min two"), "one number");
    assertUnsupported(TestModel.of(11, "Clip", number("min", 0)), "min = 0.0");
  }
}
