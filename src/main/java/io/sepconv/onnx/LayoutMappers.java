package io.sepconv.onnx;

import io.sepconv.op.Concat;
import io.sepconv.op.Flatten;
import io.sepconv.op.Reshape;
import io.sepconv.op.Slice;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.Tensor;
import java.util.List;

/** Operators that move elements or name their axes anew. */
final class LayoutMappers {
  private LayoutMappers() {}

  static void concat(Attributes attributes, NodeContext node) {
    int axis = attributes.requiredInteger("axis");
    int count = Math.max(1, node.operandCount());
    node.emit(new Concat(axis), node.operands(count, Integer.MAX_VALUE));
  }

  static void flatten(Attributes attributes, NodeContext node) {
    node.emit(new Flatten(attributes.integer("axis", 1)), node.operands(1, 1));
  }

  static void transpose(Attributes attributes, NodeContext node) {
    node.emit(new Transpose(attributes.integers("perm", List.of())), node.operands(1, 1));
  }

  static void reshape(Attributes attributes, NodeContext node) {
    node.emit(new Reshape(false), node.operands(2, 2));
  }

  static void reshapeAllowingZero(Attributes attributes, NodeContext node) {
    node.emit(new Reshape(attributes.flag("allowzero", false)), node.operands(2, 2));
  }

  static void sliceByAttributes(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 1);
    long[] starts = attributes.requiredLongs("starts");
    long[] ends = attributes.requiredLongs("ends");
    String axes = attributes.has("axes") ? axes(attributes, node) : "";
    List<String> operands =
        List.of(
            node.operand(0),
            node.derive("starts", Tensor.vector(starts)),
            node.derive("ends", Tensor.vector(ends)),
            axes);
    node.emit(new Slice(), axes.isEmpty() ? operands.subList(0, 3) : operands);
  }

  static void sliceByOperands(Attributes attributes, NodeContext node) {
    node.emit(new Slice(), node.operands(3, 5));
  }

  static void squeezeByAttribute(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 1);
    if (attributes.has("axes")) {
      node.emit(new Squeeze(), node.operand(0), axes(attributes, node));
    } else {
      node.emit(new Squeeze(), node.operand(0));
    }
  }

  static void squeezeByOperand(Attributes attributes, NodeContext node) {
    node.emit(new Squeeze(), node.operands(1, 2));
  }

  static void unsqueezeByAttribute(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 1);
    node.emit(new Unsqueeze(), node.operand(0), axes(attributes, node));
  }

  static void unsqueezeByOperand(Attributes attributes, NodeContext node) {
    node.emit(new Unsqueeze(), node.operands(2, 2));
  }

  /** The attribute axes as an operand. */
  private static String axes(Attributes attributes, NodeContext node) {
    return node.derive("axes", Tensor.vector(attributes.requiredLongs("axes")));
  }
}
