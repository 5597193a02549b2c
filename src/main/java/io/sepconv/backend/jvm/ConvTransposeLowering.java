package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.ConvTranspose;

/** Transposed convolutions with constant weights. */
final class ConvTransposeLowering implements Lowering<ConvTranspose> {
  @Override
  public Support lower(ConvTranspose op, Node node, Draft draft) {
    for (int i = 1; i < 3; i++) {
      if (node.hasInput(i) && draft.constant(node.inputs().get(i)) == null) {
        return Support.no((i == 1 ? "the weights are" : "the bias is") + " computed");
      }
    }
    ConvTransposeProduct.add(op, node, draft);
    return Support.YES;
  }
}
