package io.sepconv.onnx;

import io.sepconv.op.Resize;
import io.sepconv.op.Resize.Coordinates;
import io.sepconv.op.Resize.Mode;
import io.sepconv.op.Resize.Rounding;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Locale;

/** Upsample and Resize. */
final class ResizeMappers {
  private ResizeMappers() {}

  static void upsampleByAttribute(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 1);
    float[] scales = attributes.requiredNumbers("scales");
    Mode mode = mode(attributes, node);
    String operand = node.derive("scales", Tensor.of(Shape.of(scales.length), scales));
    node.emit(upsampling(mode), node.operand(0), operand);
  }

  static void upsampleByOperand(Attributes attributes, NodeContext node) {
    node.emit(upsampling(mode(attributes, node)), node.operands(2, 2));
  }

  /** Scales of Upsample are at least 1. */
  private static Resize upsampling(Mode mode) {
    return new Resize(mode, Coordinates.ASYMMETRIC, Rounding.FLOOR);
  }

  /**
   * Opset 10. How it rounds is not in its text: in its test data and in ONNX Runtime, enlarging
   * takes the position before and shrinking the one behind.
   */
  static void resizeByScales(Attributes attributes, NodeContext node) {
    Mode mode = mode(attributes, node);
    Tensor scales = node.constant(1);
    boolean enlarges = false;
    boolean shrinks = false;
    for (float scale : scales == null ? new float[0] : scales.floats()) {
      enlarges |= scale > 1;
      shrinks |= scale < 1;
    }
    if (mode == Mode.NEAREST && enlarges && shrinks) {
      throw node.unsupported("its scales enlarge one axis and shrink another");
    }
    node.emit(
        new Resize(mode, Coordinates.ASYMMETRIC, shrinks ? Rounding.CEIL : Rounding.FLOOR),
        node.operands(2, 2));
  }

  static void resize(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 4);
    Mode mode = mode(attributes, node);
    Coordinates coordinates =
        value(
            Coordinates.class,
            attributes.text("coordinate_transformation_mode", "half_pixel"),
            "coordinate_transformation_mode",
            node);
    Rounding rounding =
        value(
            Rounding.class,
            attributes.text("nearest_mode", "round_prefer_floor"),
            "nearest_mode",
            node);
    // They belong to cubic interpolation and to tf_crop_and_resize, which are refused above.
    attributes.ignore("cubic_coeff_a", "extrapolation_value");
    refuseIf(attributes.flag("exclude_outside", false), "exclude_outside = 1", node);
    refuseIf(attributes.flag("antialias", false), "antialias = 1", node);
    refuseIf(attributes.has("axes"), "the attribute axes", node);
    String policy = attributes.text("keep_aspect_ratio_policy", "stretch");
    refuseIf(!policy.equals("stretch"), "keep_aspect_ratio_policy " + policy, node);
    String scales = nonEmpty(node, 2);
    String sizes = nonEmpty(node, 3);
    if (scales.isEmpty() == sizes.isEmpty()) {
      throw node.malformed("exactly one of scales (operand 2) and sizes (operand 3) must be given");
    }
    Resize op = new Resize(mode, coordinates, rounding);
    if (sizes.isEmpty()) {
      node.emit(op, node.operand(0), scales);
    } else {
      node.emit(op, node.operand(0), "", sizes);
    }
  }

  /** An operand; one without elements counts as absent, as opset 11 writes it. */
  private static String nonEmpty(NodeContext node, int index) {
    Tensor constant = node.constant(index);
    return constant != null && constant.size() == 0 ? "" : node.optional(index);
  }

  private static Mode mode(Attributes attributes, NodeContext node) {
    return value(Mode.class, attributes.text("mode", "nearest"), "mode", node);
  }

  private static <E extends Enum<E>> E value(
      Class<E> type, String text, String attribute, NodeContext node) {
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw node.unsupported(attribute + " '" + text + "' is not known");
  }

  private static void refuseIf(boolean condition, String what, NodeContext node) {
    if (condition) {
      throw node.unsupported(what + " is not known");
    }
  }
}
