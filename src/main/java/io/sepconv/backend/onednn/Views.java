package io.sepconv.backend.onednn;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.op.Transpose;

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

  /** Row-major memory under the shape of the result. */
  static Support reshape(Node node, PlanDraft draft) {
    String x = node.inputs().get(0);
    Operand source = draft.requireRowMajor(x, draft.operand(x).layout().type());
    MemoryDesc seen =
        MemoryDesc.rowMajor(draft.scope(), draft.shape(node.output())).as(source.layout().type());
    draft.define(node.output(), new Operand(source.storage(), seen));
    return Support.YES;
  }

  /** The operand itself. */
  static Support identity(Node node, PlanDraft draft) {
    draft.define(node.output(), draft.operand(node.inputs().get(0)));
    return Support.YES;
  }
}
