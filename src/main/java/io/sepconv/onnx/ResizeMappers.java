package io.sepconv.onnx;

import io.sepconv.op.Resize;
import io.sepconv.op.Resize.AspectRatio;
import io.sepconv.op.Resize.Coordinates;
import io.sepconv.op.Resize.Mode;
import io.sepconv.op.Resize.Options;
import io.sepconv.op.Resize.Rounding;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/** Upsample and Resize. */
final class ResizeMappers {
  private ResizeMappers() {}

  static void upsampleByAttribute(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 1);
    float[] scales = attributes.requiredNumbers("scales");
    Mode mode = simpleMode(attributes, node);
    String operand = node.derive("scales", Tensor.of(Shape.of(scales.length), scales));
    node.emit(upsampling(mode), node.operand(0), operand);
  }

  static void upsampleByOperand(Attributes attributes, NodeContext node) {
    node.emit(upsampling(simpleMode(attributes, node)), node.operands(2, 2));
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
    Mode mode = simpleMode(attributes, node);
    node.emit(new Resize(mode, Coordinates.ASYMMETRIC, Rounding.BY_SCALE), node.operands(2, 2));
  }

  static void resize(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 4);
    Mode mode = value(Mode.class, "mode", "nearest", attributes, node);
    Coordinates coordinates =
        value(Coordinates.class, "coordinate_transformation_mode", "half_pixel", attributes, node);
    Rounding rounding =
        value(Rounding.class, "nearest_mode", "round_prefer_floor", attributes, node);
    if (rounding == Rounding.BY_SCALE) {
      throw node.unsupported("nearest_mode 'by_scale' is not known");
    }
    String scales = nonEmpty(node, 2);
    String sizes = nonEmpty(node, 3);
    if (scales.isEmpty() == sizes.isEmpty()) {
      throw node.malformed("exactly one of scales (operand 2) and sizes (operand 3) must be given");
    }
    boolean crops = coordinates == Coordinates.TF_CROP_AND_RESIZE;
    Resize op = new Resize(mode, coordinates, rounding, options(mode, crops, attributes, node));
    if (crops) {
      if (sizes.isEmpty()) {
        throw node.unsupported(
            "it has a region and scales, of which ONNX and engines make different sizes;"
                + " export it with sizes");
      }
      node.emit(op, node.operand(0), "", sizes, node.operand(1));
    } else if (sizes.isEmpty()) {
      node.emit(op, node.operand(0), scales);
    } else {
      node.emit(op, node.operand(0), "", sizes);
    }
  }

  /** What does not apply to the mode is left at its default. */
  private static Options options(
      Mode mode, boolean crops, Attributes attributes, NodeContext node) {
    float cubicA = attributes.number("cubic_coeff_a", Options.NONE.cubicA());
    boolean excludeOutside = attributes.flag("exclude_outside", false);
    boolean antialias = attributes.flag("antialias", false);
    float extrapolation = attributes.number("extrapolation_value", 0);
    return new Options(
        mode == Mode.CUBIC ? cubicA : Options.NONE.cubicA(),
        mode != Mode.NEAREST && excludeOutside,
        mode != Mode.NEAREST && antialias,
        crops ? extrapolation : 0,
        value(AspectRatio.class, "keep_aspect_ratio_policy", "stretch", attributes, node),
        attributes.integers("axes", List.of()));
  }

  /** An operand; one without elements counts as absent, as opset 11 writes it. */
  private static String nonEmpty(NodeContext node, int index) {
    Tensor constant = node.constant(index);
    return constant != null && constant.size() == 0 ? "" : node.optional(index);
  }

  /** The mode, before there was cubic interpolation. */
  private static Mode simpleMode(Attributes attributes, NodeContext node) {
    Mode mode = value(Mode.class, "mode", "nearest", attributes, node);
    if (mode == Mode.CUBIC) {
      throw node.unsupported("mode 'cubic' is not known");
    }
    return mode;
  }

  private static <E extends Enum<E>> E value(
      Class<E> type, String attribute, String absent, Attributes attributes, NodeContext node) {
    String text = attributes.text(attribute, absent);
    for (E value : type.getEnumConstants()) {
      if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
        return value;
      }
    }
    throw node.unsupported(attribute + " '" + text + "' is not known");
  }
}
