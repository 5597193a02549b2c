package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.number;
import static io.sepconv.onnx.TestModel.numbers;
import static io.sepconv.onnx.TestModel.tensor;
import static io.sepconv.onnx.TestModel.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.graph.Graph;
import io.sepconv.op.Cast;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Identity;
import io.sepconv.op.ShapeOf;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueMappersTest {
  private static TestModel constant(AttributeProto... attributes) {
    return TestModel.opset(13).node("Constant", "", "y", attributes).output("y");
  }

  @Test
  void constants() {
    Tensor matrix = Tensor.of(Shape.of(1, 2), true, false);
    Map<AttributeProto, Tensor> cases =
        Map.of(
            tensor("value", matrix), matrix,
            number("value_float", 1.5f), Tensor.scalar(1.5f),
            numbers("value_floats", 1f, 2f), Tensor.of(Shape.of(2), 1f, 2f),
            integer("value_int", 1L << 40), Tensor.of(Shape.of(), 1L << 40),
            integers("value_ints", 3, 4), Tensor.vector(3, 4));
    cases.forEach(
        (attribute, expected) -> {
          Graph graph = constant(attribute).read();
          assertEquals(List.of(), graph.nodes(), attribute.getName());
          assertEquals(expected, graph.constants().get("y"), attribute.getName());
        });
  }

  @Test
  void refusedConstants() {
    assertUnsupported(constant(text("value_string", "a")), "value_string = 'a'");
    assertMalformed(constant(), "one value");
    assertMalformed(constant(integer("value_int", 1), number("value_float", 1)), "has 2");
    AttributeProto.Builder doubles = tensor("value", Tensor.scalar(1)).toBuilder();
    doubles.getTBuilder().setDataType(TensorProto.DataType.DOUBLE_VALUE);
    assertUnsupported(constant(doubles.build()), "'value'", "DOUBLE");
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 20, 21})
  void constantOfShape(long opset) {
    TestModel model =
        TestModel.opset(opset)
            .typedInput("s", TestModel.INT64, 2)
            .node("ConstantOfShape", "s", "y", tensor("value", Tensor.of(Shape.of(1), 7L)))
            .node("ConstantOfShape", "s", "z")
            .output("y", "z");

    assertEquals(new ConstantOfShape(Tensor.of(Shape.of(1), 7L)), model.nodes().get(0).op());
    assertEquals(new ConstantOfShape(Tensor.of(Shape.of(1), 0f)), model.nodes().get(1).op());
    assertEquals(List.of("s"), model.nodes().get(0).inputs());
  }

  @Test
  void refusedConstantsOfShape() {
    assertMalformed(
        TestModel.of(9, "ConstantOfShape", tensor("value", Tensor.vector(1, 2))), "one value");
    assertUnsupported(TestModel.of(8, "ConstantOfShape"), "from opset 9");
  }

  @ParameterizedTest
  @CsvSource({"1, FLOAT32", "7, INT64", "6, INT32", "9, BOOL"})
  void cast(int code, DataType type) {
    for (long opset : new long[] {6, 9, 13, 19, 21}) {
      assertEquals(
          new Cast(type), TestModel.of(opset, "Cast", integer("to", code)).onlyNode().op());
    }
  }

  @Test
  void refusedCasts() {
    assertUnsupported(TestModel.of(13, "Cast", integer("to", 11)), "DOUBLE");
    assertUnsupported(TestModel.of(13, "Cast", integer("to", 1234)), "1234");
    assertMalformed(TestModel.of(13, "Cast", integer("to", 0)), "element type");
    assertMalformed(TestModel.of(13, "Cast"), "'to'", "missing");
    assertEquals(
        new Cast(DataType.FLOAT32),
        TestModel.of(19, "Cast", integer("to", 1), integer("saturate", 1)).onlyNode().op());
    assertEquals(
        new Cast(DataType.FLOAT32),
        TestModel.of(25, "Cast", integer("to", 1), text("round_mode", "up")).onlyNode().op());
  }

  @Test
  void shape() {
    for (long opset : new long[] {6, 13, 15, 21}) {
      assertEquals(new ShapeOf(), TestModel.of(opset, "Shape").onlyNode().op());
    }
    assertEquals(new ShapeOf(), TestModel.of(15, "Shape", integer("start", 0)).onlyNode().op());
    assertUnsupported(TestModel.of(14, "Shape", integer("start", 1)), "start");
  }

  @ParameterizedTest
  @CsvSource({"1, 3, '4,5'", "-2, 9, '5,6'", "0, -1, '1,4,5'", "-9, 1, '1'", "3, 1, ''"})
  void partOfShape(int start, int end, String expected) {
    TestModel model = TestModel.of(15, "Shape", integer("start", start), integer("end", end));
    long[] dims =
        Stream.of(expected.split(",")).filter(d -> !d.isEmpty()).mapToLong(Long::valueOf).toArray();
    Tensor x = Tensor.zeros(DataType.FLOAT32, Shape.of(1, 4, 5, 6));
    assertEquals(List.of(Tensor.vector(dims)), GraphRunner.run(model.read(), x));
    TestModel open = TestModel.of(15, "Shape", integer("start", -1));
    assertEquals(List.of(Tensor.vector(6)), GraphRunner.run(open.read(), x));
  }

  @Test
  void identity() {
    for (long opset : new long[] {6, 13, 14}) {
      assertEquals(new Identity(), TestModel.of(opset, "Identity").onlyNode().op());
    }
  }

  @Test
  void dropoutByAttributes() {
    for (long opset : new long[] {6, 7, 10, 11}) {
      TestModel model = TestModel.of(opset, "Dropout", number("ratio", 0.3f));
      assertEquals(new Identity(), model.onlyNode().op());
    }
    assertEquals(new Identity(), TestModel.of(6, "Dropout", integer("is_test", 1)).onlyNode().op());
    assertUnsupported(TestModel.of(6, "Dropout", integer("is_test", 0)), "is_test = 0");
    assertUnsupported(TestModel.of(7, "Dropout", integer("is_test", 1)), "is_test = 1");
  }

  private static TestModel dropout(long opset, String operands, String... outputs) {
    return TestModel.opset(opset)
        .input("x", 1, 2)
        .typedInput("dynamic", TensorProto.DataType.BOOL_VALUE)
        .initializer("ratio", Tensor.scalar(0.3f))
        .initializer("false", Tensor.of(Shape.of(), false))
        .initializer("true", Tensor.of(Shape.of(), true))
        .node("Dropout", operands, "y mask", integer("seed", 1))
        .output(outputs);
  }

  @Test
  void dropoutByOperands() {
    for (long opset : new long[] {12, 13, 22}) {
      for (String operands : List.of("x", "x ratio", "x ratio false", "x - false")) {
        assertEquals(new Identity(), dropout(opset, operands, "y").onlyNode().op());
        assertEquals(List.of("x"), dropout(opset, operands, "y").onlyNode().inputs());
        assertEquals(List.of("y"), dropout(opset, operands, "y").onlyNode().outputs());
      }
    }
    assertUnsupported(dropout(12, "x ratio true", "y"), "training");
    assertUnsupported(dropout(12, "x ratio dynamic", "y"), "training_mode");
  }

  @Test
  void maskOfDropout() {
    Tensor x = Tensor.of(Shape.of(1, 2), 3f, 4f);
    Tensor kept = Tensor.of(Shape.of(1, 2), true, true);
    assertEquals(List.of(x, kept), GraphRunner.run(dropout(12, "x", "y", "mask").read(), x));
    assertEquals(List.of(kept), GraphRunner.run(dropout(13, "x ratio", "mask").read(), x));
    for (long opset : new long[] {6, 9, 10}) {
      TestModel model =
          TestModel.opset(opset).input("x", 1, 2).node("Dropout", "x", "y m").output("y", "m");
      Tensor mask = opset < 10 ? Tensor.of(Shape.of(1, 2), 1f, 1f) : kept;
      assertEquals(List.of(x, mask), GraphRunner.run(model.read(), x));
    }
  }
}
