package io.sepconv.onnx;

import io.sepconv.op.Reduce;
import io.sepconv.tensor.Tensor;

/** Reductions along axes. */
final class ReductionMappers {
  private ReductionMappers() {}

  static Mapper byAttribute(Reduce.Kind kind) {
    return (attributes, node) -> {
      node.requireOperands(1, 1);
      Reduce op = new Reduce(kind, attributes.flag("keepdims", true), false);
      if (attributes.has("axes")) {
        Tensor axes = Tensor.vector(attributes.requiredLongs("axes"));
        node.emit(op, node.operand(0), node.derive("axes", axes));
      } else {
        node.emit(op, node.operand(0));
      }
    };
  }

  static Mapper byOperand(Reduce.Kind kind) {
    return (attributes, node) ->
        node.emit(
            new Reduce(
                kind,
                attributes.flag("keepdims", true),
                attributes.flag("noop_with_empty_axes", false)),
            node.operands(1, 2));
  }
}
