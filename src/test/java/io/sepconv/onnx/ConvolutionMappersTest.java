package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionMappersTest {
  private static TestModel conv(long opset, AttributeProto... attributes) {
    return model(opset, "Conv", attributes);
  }

  private static TestModel model(long opset, String operator, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("x", 1, 4, 9, 7)
        .initializer("w", Tensor.zeros(DataType.FLOAT32, Shape.of(4, 1, 3, 5)))
        .initializer("b", Tensor.zeros(DataType.FLOAT32, Shape.of(4)))
        .node(operator, "x w b", "y", attributes)
        .output("y");
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 10, 11, 21, 22, 99})
  void everyAttributeOfConv(long opset) {
    Node node =
        conv(
                opset,
                text("auto_pad", "NOTSET"),
                integer("group", 4),
                integers("kernel_shape", 3, 5),
                integers("strides", 2, 1),
                integers("dilations", 1, 2),
                integers("pads", 0, 1, 2, 3))
            .onlyNode();

    Window window =
        new Window(
            List.of(3, 5),
            List.of(2, 1),
            List.of(1, 2),
            List.of(0, 1),
            List.of(2, 3),
            AutoPad.NOTSET);
    assertEquals(new Conv(window, 4, Activation.NONE), node.op());
    assertEquals(List.of("x", "w", "b"), node.inputs());
    assertEquals(List.of("y"), node.outputs());
  }

  @Test
  void defaultsOfConvTakeTheKernelFromTheWeights() {
    assertEquals(new Conv(Window.of(3, 5), 1, Activation.NONE), conv(11).onlyNode().op());
  }

  @Test
  void kernelOfWeightsThatAreAnInput() {
    TestModel model =
        TestModel.opset(11)
            .input("x", 1, 1, 9)
            .input("w", 1, 1, 3)
            .node("Conv", "x w -", "y")
            .output("y");

    assertEquals(new Conv(Window.of(3), 1, Activation.NONE), model.onlyNode().op());
    assertEquals(List.of("x", "w"), model.onlyNode().inputs());
  }

  @Test
  void kernelOfUnknownWeights() {
    TestModel model =
        TestModel.opset(11)
            .input("x", 1, 1, 9)
            .input("w", 1, 1, -1)
            .node("Conv", "x w", "y")
            .output("y");

    assertUnsupported(model, "Conv", "kernel_shape");
  }

  @ParameterizedTest
  @CsvSource({"SAME_UPPER, SAME_UPPER", "SAME_LOWER, SAME_LOWER", "VALID, VALID"})
  void autoPadOfConvIsKept(String text, AutoPad expected) {
    Conv conv = (Conv) conv(6, text("auto_pad", text)).onlyNode().op();

    assertEquals(expected, conv.window().autoPad());
    assertEquals(List.of(0, 0), conv.window().padBegin());
  }

  @Test
  void refusedConvolutions() {
    assertUnsupported(conv(11, text("auto_pad", "SAME")), "auto_pad", "'SAME'");
    assertUnsupported(conv(11, integers("kernel_shape", 1, 1, 1, 1)), "three spatial axes");
    assertUnsupported(conv(11, integer("padding", 3)), "padding = 3");
    assertMalformed(conv(11, integers("pads", 1, 1)), "pads [1, 1]");
    assertMalformed(conv(11, integers("pads", 1, 1, 1, -1)), "pads [1, 1, 1, -1]");
    assertMalformed(
        conv(11, text("auto_pad", "VALID"), integers("pads", 0, 1, 0, 1)), "auto_pad VALID");
    assertMalformed(conv(11, integers("strides", 0, 1)), "stride [0, 1]");
    assertMalformed(conv(11, integers("strides", 1)), "stride [1]");
    assertMalformed(conv(11, integer("group", 0)), "groups");
    assertMalformed(conv(11, integers("kernel_shape")), "kernel");
    assertMalformed(conv(11, integers("dilations", 1, 1 << 30)), "extends beyond 2^31-1");
  }

  @Test
  void operandsOfConv() {
    assertMalformed(
        TestModel.opset(11).input("x", 1, 1, 3).node("Conv", "x", "y").output("y"), "1 operands");
    assertMalformed(
        TestModel.opset(11).input("x", 1, 1, 3).node("Conv", "x x x x", "y").output("y"),
        "4 operands");
    assertMalformed(
        TestModel.opset(11).input("x", 1, 1, 3).node("Conv", "- x", "y").output("y"),
        "operand 0 is missing");
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 10, 11, 22})
  void everyAttributeOfConvTranspose(long opset) {
    Node node =
        model(
                opset,
                "ConvTranspose",
                integer("group", 2),
                integers("kernel_shape", 3, 5),
                integers("strides", 2, 3),
                integers("dilations", 1, 2),
                integers("pads", 0, 1, 2, 3),
                integers("output_padding", 1, 2))
            .onlyNode();

    Window window =
        new Window(
            List.of(3, 5),
            List.of(2, 3),
            List.of(1, 2),
            List.of(0, 1),
            List.of(2, 3),
            AutoPad.NOTSET);
    assertEquals(new ConvTranspose(window, 2, List.of(1, 2), Activation.NONE), node.op());
    assertEquals(List.of("x", "w", "b"), node.inputs());
  }

  @Test
  void defaultsOfConvTranspose() {
    assertEquals(
        new ConvTranspose(Window.of(3, 5), 1, List.of(0, 0), Activation.NONE),
        model(11, "ConvTranspose").onlyNode().op());
    ConvTranspose valid =
        (ConvTranspose) model(11, "ConvTranspose", text("auto_pad", "VALID")).onlyNode().op();
    assertEquals(
        new ConvTranspose(Window.of(3, 5), 1, List.of(0, 0), Activation.NONE), valid.resolve(9, 7));
  }

  @Test
  void whatDecidesPadsOfConvTransposeIsKept() {
    ConvTranspose same =
        (ConvTranspose) model(11, "ConvTranspose", text("auto_pad", "SAME_UPPER")).onlyNode().op();
    assertEquals(AutoPad.SAME_UPPER, same.window().autoPad());
    ConvTranspose shaped =
        (ConvTranspose) model(11, "ConvTranspose", integers("output_shape", 10, 8)).onlyNode().op();
    assertEquals(List.of(10, 8), shaped.outputShape());
  }

  @Test
  void refusedConvTransposes() {
    assertMalformed(model(11, "ConvTranspose", integers("output_shape", 9)), "outputShape [9]");
    assertMalformed(
        model(11, "ConvTranspose", integers("output_shape", 9, -9)), "outputShape [9, -9]");
    assertMalformed(
        model(11, "ConvTranspose", integers("output_padding", 1)), "output_padding [1]");
    assertMalformed(
        model(11, "ConvTranspose", integers("output_padding", 1, -1)), "output_padding [1, -1]");
  }
}
