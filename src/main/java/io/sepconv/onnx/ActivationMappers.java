package io.sepconv.onnx;

import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;

/** Element-wise functions of one operand. */
final class ActivationMappers {
  private ActivationMappers() {}

  static Mapper plain(Kind kind) {
    return (attributes, node) -> emit(node, kind, 0, 0);
  }

  static Mapper withAlpha(Kind kind, float absent) {
    return (attributes, node) -> emit(node, kind, attributes.number("alpha", absent), 0);
  }

  static void hardSigmoid(Attributes attributes, NodeContext node) {
    float alpha = attributes.number("alpha", 0.2f);
    emit(node, Kind.HARD_SIGMOID, alpha, attributes.number("beta", 0.5f));
  }

  private static void emit(NodeContext node, Kind kind, float alpha, float beta) {
    node.emit(new Activation(kind, alpha, beta), node.operands(1, 1));
  }

  static void clipByAttributes(Attributes attributes, NodeContext node) {
    float min = attributes.number("min", Float.NEGATIVE_INFINITY);
    emit(node, Kind.CLIP, min, attributes.number("max", Float.POSITIVE_INFINITY));
  }

  static void clipByOperands(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 3);
    float min = bound(node, 1, "min", Float.NEGATIVE_INFINITY);
    float max = bound(node, 2, "max", Float.POSITIVE_INFINITY);
    node.emit(new Activation(Kind.CLIP, min, max), node.operand(0));
  }

  private static float bound(NodeContext node, int index, String what, float absent) {
    if (!node.has(index)) {
      return absent;
    }
    Tensor bound = node.requireConstant(index, what);
    if (bound.type() != DataType.FLOAT32) {
      throw node.unsupported("its " + what + " is " + bound.type() + "; sepconv clips f32");
    }
    if (bound.size() != 1) {
      throw node.malformed("its " + what + " must be one number, not " + bound);
    }
    return bound.floats()[0];
  }
}
