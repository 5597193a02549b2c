package io.sepconv.onnx;

import io.sepconv.op.Pad;
import io.sepconv.tensor.Tensor;
import java.util.Locale;

/** Pad. */
final class PaddingMappers {
  private PaddingMappers() {}

  static void padByAttributes(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 1);
    Pad op = new Pad(mode(attributes, node));
    float value = attributes.number("value", 0);
    String pads = node.derive("pads", Tensor.vector(attributes.requiredLongs("pads")));
    if (value == 0) {
      node.emit(op, node.operand(0), pads);
    } else {
      node.emit(op, node.operand(0), pads, node.derive("value", Tensor.scalar(value)));
    }
  }

  static void padByOperands(Attributes attributes, NodeContext node) {
    node.emit(new Pad(mode(attributes, node)), node.operands(2, 3));
  }

  static void padAlongAxes(Attributes attributes, NodeContext node) {
    node.emit(new Pad(mode(attributes, node)), node.operands(2, 4));
  }

  private static Pad.Mode mode(Attributes attributes, NodeContext node) {
    String text = attributes.text("mode", "constant");
    for (Pad.Mode mode : Pad.Mode.values()) {
      boolean exists = mode != Pad.Mode.WRAP || node.opset() >= 19;
      if (exists && mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw node.unsupported("mode '" + text + "' is not known");
  }
}
