package io.sepconv.backend.onednn;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.Shape;

/**
 * Operators that only see memory differently: no step, no copy, unless the layout must be
 * row-major.
 */
final class Views {
  private Views() {}

  /** The same memory with its axes in another order. */
  static Support transpose(Transpose op, Node node, PlanDraft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    int[] perm = ShapeArithmetic.permutation(op, source.layout().shape().rank());
    draft.define(node.output(), new Operand(source.storage(), source.layout().permuted(perm)));
    return Support.YES;
  }

  /**
   * Memory under the shape of the result. What is not row-major stays so where strides can say it:
   * the channels of an image that are split, change places and are joined again are copied once.
   */
  static Support reshape(Node node, PlanDraft draft) {
    String x = node.inputs().get(0);
    Operand kept = keepingLayout(x, draft.shape(node.output()), draft);
    if (kept != null) {
      draft.define(node.output(), kept);
      return Support.YES;
    }
    Operand source = draft.requireRowMajor(x, draft.operand(x).layout().type());
    MemoryDesc seen =
        MemoryDesc.rowMajor(draft.scope(), draft.shape(node.output())).as(source.layout().type());
    draft.define(node.output(), new Operand(source.storage(), seen));
    return Support.YES;
  }

  /** The operand under another shape, other than row-major; null where that is not possible. */
  private static Operand keepingLayout(String x, Shape shape, PlanDraft draft) {
    if (draft.constant(x) != null) {
      return null;
    }
    Operand source = draft.operand(x);
    MemoryDesc layout = source.layout();
    MemoryDesc rowMajor = MemoryDesc.rowMajor(draft.scope(), layout.shape()).as(layout.type());
    boolean image = shape.rank() >= 4 && layout.shape().rank() >= 4;
    if (!image || !layout.isPlain() || layout.matches(rowMajor)) {
      return null;
    }
    MemoryDesc seen = layout.reshaped(shape);
    if (seen != null) {
      return new Operand(source.storage(), seen);
    }
    MemoryDesc wanted = MemoryDesc.channelsLast(draft.scope(), shape).as(layout.type());
    MemoryDesc copied = wanted.reshaped(layout.shape());
    return copied == null ? null : new Operand(draft.require(x, copied).storage(), wanted);
  }

  /** The operand itself. */
  static Support identity(Node node, PlanDraft draft) {
    draft.define(node.output(), draft.operand(node.inputs().get(0)));
    return Support.YES;
  }
}
