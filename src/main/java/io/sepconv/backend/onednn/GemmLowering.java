package io.sepconv.backend.onednn;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Gemm;
import io.sepconv.tensor.Shape;

/**
 * Gemm with factors of 1: a matrix product whose transposed operands are views, with C as its bias.
 */
final class GemmLowering implements Lowering<Gemm> {
  @Override
  public Support lower(Gemm op, Node node, PlanDraft draft) {
    if (op.alpha() != 1 || (node.hasInput(2) && op.beta() != 1)) {
      return Support.no("alpha " + op.alpha() + " and beta " + op.beta() + " are not both 1");
    }
    DescriptorScope scope = draft.scope();
    MatMulLowering.Side bias = null;
    if (node.hasInput(2)) {
      Shape c = draft.shape(node.inputs().get(2)).padRank(2);
      if (c.dim(0) != 1) {
        return Support.no("C " + c + " differs between rows");
      }
      bias = new MatMulLowering.Side(node.inputs().get(2), MemoryDesc.rowMajor(scope, c));
    }
    return MatMulLowering.multiply(
        node,
        draft,
        side(node.inputs().get(0), op.transA(), draft),
        side(node.inputs().get(1), op.transB(), draft),
        bias);
  }

  private static MatMulLowering.Side side(String value, boolean transposed, PlanDraft draft) {
    MemoryDesc stored = MemoryDesc.rowMajor(draft.scope(), draft.shape(value)).as(draft.type());
    return new MatMulLowering.Side(value, transposed ? stored.permuted(new int[] {1, 0}) : stored);
  }
}
