package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static io.sepconv.onnx.TestModel.number;
import static io.sepconv.onnx.TestModel.numbers;
import static io.sepconv.onnx.TestModel.text;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.op.Resize;
import io.sepconv.op.Resize.AspectRatio;
import io.sepconv.op.Resize.Coordinates;
import io.sepconv.op.Resize.Mode;
import io.sepconv.op.Resize.Options;
import io.sepconv.op.Resize.Rounding;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizeMappersTest {
  private static TestModel model(
      long opset, String operator, String operands, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("x", 1, 4, 5, 6)
        .input("dynamic", 4)
        .initializer("up", Tensor.of(Shape.of(4), 1f, 1, 2, 2))
        .initializer("down", Tensor.of(Shape.of(4), 1f, 1, 1, 0.5f))
        .initializer("both", Tensor.of(Shape.of(4), 1f, 1, 2, 0.5f))
        .initializer("roi", Tensor.of(Shape.of(8), new float[8]))
        .initializer("none", Tensor.of(Shape.of(0), new float[0]))
        .initializer("no_sizes", Tensor.vector())
        .initializer("sizes", Tensor.vector(1, 4, 10, 12))
        .node(operator, operands, "y", attributes)
        .output("y");
  }

  private static Resize resize(Mode mode, Rounding rounding) {
    return new Resize(mode, Coordinates.ASYMMETRIC, rounding);
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void upsampleByAttribute(long opset) {
    TestModel model =
        TestModel.of(opset, "Upsample", text("mode", "linear"), numbers("scales", 1f, 1f, 2f, 3f));
    Graph graph = model.read();
    Node node = graph.nodes().get(0);

    assertEquals(resize(Mode.LINEAR, Rounding.FLOOR), node.op());
    assertEquals(2, node.inputs().size());
    assertEquals(Tensor.of(Shape.of(4), 1f, 1, 2, 3), graph.constants().get(node.inputs().get(1)));
    assertMalformed(TestModel.of(opset, "Upsample"), "'scales'", "missing");
  }

  @Test
  void upsampleByOperand() {
    Node node = model(9, "Upsample", "x up").onlyNode();
    assertEquals(resize(Mode.NEAREST, Rounding.FLOOR), node.op());
    assertEquals(List.of("x", "up"), node.inputs());
    assertUnsupported(model(10, "Upsample", "x up"), "up to opset 9");
    assertUnsupported(model(6, "Upsample", "x up"), "opset 6", "opset 7");
    assertUnsupported(model(9, "Resize", "x up"), "from opset 10");
  }

  @ParameterizedTest
  @CsvSource({
    "x up, nearest, NEAREST",
    "x both, nearest, NEAREST",
    "x dynamic, nearest, NEAREST",
    "x up, linear, LINEAR",
  })
  void resizeOfOpset10(String operands, String text, Mode mode) {
    Node node = model(10, "Resize", operands, text("mode", text)).onlyNode();
    assertEquals(resize(mode, Rounding.BY_SCALE), node.op());
    assertEquals(List.of(operands.split(" ")), node.inputs());
  }

  @ParameterizedTest
  @CsvSource({
    "half_pixel, HALF_PIXEL, round_prefer_floor, ROUND_PREFER_FLOOR",
    "pytorch_half_pixel, PYTORCH_HALF_PIXEL, round_prefer_ceil, ROUND_PREFER_CEIL",
    "asymmetric, ASYMMETRIC, floor, FLOOR",
    "align_corners, ALIGN_CORNERS, ceil, CEIL",
    "tf_half_pixel_for_nn, TF_HALF_PIXEL_FOR_NN, floor, FLOOR",
    "half_pixel_symmetric, HALF_PIXEL_SYMMETRIC, floor, FLOOR",
  })
  void everyModeOfResize(
      String coordinateText, Coordinates coordinates, String roundingText, Rounding rounding) {
    for (long opset : new long[] {11, 13, 18, 19}) {
      Node node =
          model(
                  opset,
                  "Resize",
                  "x none up",
                  text("coordinate_transformation_mode", coordinateText),
                  text("nearest_mode", roundingText),
                  text("mode", "nearest"),
                  number("cubic_coeff_a", -0.75f))
              .onlyNode();
      assertEquals(new Resize(Mode.NEAREST, coordinates, rounding), node.op());
      assertEquals(List.of("x", "up"), node.inputs());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"x none none sizes", "x - - sizes"})
  void emptyOperandsOfResizeAreAbsent(String operands) {
    Node node = model(11, "Resize", operands).onlyNode();
    assertEquals(
        new Resize(Mode.NEAREST, Coordinates.HALF_PIXEL, Rounding.ROUND_PREFER_FLOOR), node.op());
    assertEquals(List.of("x", "", "sizes"), node.inputs());
    assertEquals(List.of("x", "up"), model(11, "Resize", "x none up no_sizes").onlyNode().inputs());
  }

  @Test
  void defaultsOfOpset18MayBeWrittenOut() {
    Node node =
        model(
                18,
                "Resize",
                "x - up",
                integer("antialias", 0),
                integer("exclude_outside", 0),
                text("keep_aspect_ratio_policy", "stretch"))
            .onlyNode();
    assertEquals(List.of("x", "up"), node.inputs());
  }

  @Test
  void options() {
    TestModel cubic =
        model(
            18,
            "Resize",
            "x - - sizes",
            text("mode", "cubic"),
            number("cubic_coeff_a", -0.5f),
            number("extrapolation_value", 9),
            integer("exclude_outside", 1),
            integer("antialias", 1),
            text("keep_aspect_ratio_policy", "not_larger"),
            integers("axes", -1, 2));
    Options expected = new Options(-0.5f, true, true, 0, AspectRatio.NOT_LARGER, List.of(-1, 2));
    assertEquals(expected, ((Resize) cubic.onlyNode().op()).options());
  }

  @Test
  void region() {
    TestModel model =
        model(
            11,
            "Resize",
            "x roi - sizes",
            text("coordinate_transformation_mode", "tf_crop_and_resize"),
            number("extrapolation_value", 9));
    assertEquals(List.of("x", "", "sizes", "roi"), model.onlyNode().inputs());
    assertEquals(9, ((Resize) model.onlyNode().op()).options().extrapolation());
  }

  @Test
  void refusedResizes() {
    AttributeProto crop = text("coordinate_transformation_mode", "tf_crop_and_resize");
    assertUnsupported(model(11, "Resize", "x roi up", crop), "with sizes");
    assertMalformed(model(11, "Resize", "x - - sizes", crop), "operand 1");
    assertUnsupported(model(10, "Resize", "x up", text("mode", "cubic")), "'cubic'");
    assertUnsupported(model(11, "Resize", "x none up", text("mode", "area")), "'area'");
    assertUnsupported(
        model(11, "Resize", "x none up", text("nearest_mode", "by_scale")), "by_scale");
    assertUnsupported(model(11, "Resize", "x none up", text("nearest_mode", "simple")), "'simple'");
    assertUnsupported(
        model(18, "Resize", "x - - sizes", text("keep_aspect_ratio_policy", "grow")), "'grow'");
    assertMalformed(model(11, "Resize", "x none up sizes"), "exactly one");
    assertMalformed(model(11, "Resize", "x"), "exactly one");
    assertUnsupported(model(9, "Upsample", "x up", text("mode", "cubic")), "'cubic'");
  }
}
