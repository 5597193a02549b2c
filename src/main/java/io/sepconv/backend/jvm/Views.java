package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.graph.SliceBounds;
import io.sepconv.op.Slice;
import io.sepconv.op.Split;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Operators that only see memory differently: no step, and no copy but where a shape needs one. */
final class Views {
  private Views() {}

  /** The operand itself. */
  static Support identity(Node node, Draft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    return source.isConstant() ? constant() : define(node.output(), source, draft);
  }

  /** The same memory with its axes in another order. */
  static Support transpose(Transpose op, Node node, Draft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    if (source.isConstant()) {
      return constant();
    }
    int[] perm = ShapeArithmetic.permutation(op, source.layout().shape().rank());
    return define(node.output(), source.as(source.layout().permuted(perm)), draft);
  }

  /**
   * The same memory under another shape. Where no strides say that, an image is copied to an image:
   * channels that are split, change places and are joined again are copied once.
   */
  static Support reshape(Node node, Draft draft) {
    String x = node.inputs().get(0);
    Operand source = draft.operand(x);
    if (source.isConstant()) {
      return constant();
    }
    Shape shape = draft.shape(node.output());
    Layout seen = source.layout().reshaped(shape);
    if (seen != null) {
      return define(node.output(), source.as(seen), draft);
    }
    Shape from = source.layout().shape();
    Layout image =
        shape.rank() >= 4 && from.rank() >= 4
            ? Layout.channelsLast(shape, draft.micro().lanes())
            : null;
    Layout copied = image == null ? null : image.reshaped(from);
    return copied == null
        ? define(node.output(), draft.rowMajor(x).as(Layout.rowMajor(shape)), draft)
        : define(node.output(), draft.require(x, copied).as(image), draft);
  }

  /** Each part where it lies. */
  static Support split(Split op, Node node, Draft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    if (source.isConstant()) {
      return constant();
    }
    int axis = source.layout().shape().axis(op.axis());
    int begin = 0;
    for (int i = 0; i < op.parts(); i++) {
      int length = length(op, node, i, source.layout().shape().dim(axis), draft);
      String part = i < node.outputs().size() ? node.outputs().get(i) : "";
      if (!part.isEmpty()) {
        define(part, source.as(source.layout().part(axis, begin, length)), draft);
      }
      begin += length;
    }
    return Support.YES;
  }

  /** Positions of a part; without sizes all have equally many but for the last. */
  private static int length(Split op, Node node, int part, int whole, Draft draft) {
    if (node.hasInput(1)) {
      return Math.toIntExact(draft.constant(node.inputs().get(1)).toLongs()[part]);
    }
    int size = (whole + op.parts() - 1) / op.parts();
    return part < op.parts() - 1 ? size : whole - size * (op.parts() - 1);
  }

  /** Every so manyth position. */
  static Support slice(Slice op, Node node, Draft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    if (source.isConstant()) {
      return constant();
    }
    SliceBounds bounds =
        SliceBounds.of(
            source.layout().shape(),
            longs(node, 1, draft),
            longs(node, 2, draft),
            longs(node, 3, draft),
            longs(node, 4, draft));
    int[] steps = bounds.step();
    for (int axis = 0; axis < steps.length; axis++) {
      steps[axis] = bounds.count()[axis] == 1 ? 1 : steps[axis];
    }
    Layout seen = source.layout().slice(bounds.start(), steps, bounds.shape());
    return define(node.output(), source.as(seen), draft);
  }

  private static long[] longs(Node node, int input, Draft draft) {
    Tensor tensor = node.hasInput(input) ? draft.constant(node.inputs().get(input)) : null;
    return tensor == null ? null : tensor.toLongs();
  }

  private static Support define(String value, Operand operand, Draft draft) {
    draft.define(value, operand);
    return Support.YES;
  }

  /** Plans have no memory for constants, which the optimizer computes with beforehand anyway. */
  private static Support constant() {
    return Support.no("the operand is a constant");
  }
}
