package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;

/** Convolutions: each kind by the kernel that is meant for it. */
final class ConvLowering implements Lowering<Conv> {
  @Override
  public Support lower(Conv op, Node node, Draft draft) {
    for (int i = 1; i < 3; i++) {
      if (node.hasInput(i) && draft.constant(node.inputs().get(i)) == null) {
        return Support.no((i == 1 ? "the weights are" : "the bias is") + " computed");
      }
    }
    ConvKind kind = ConvKind.of(op.groups(), draft.shape(node.inputs().get(0)).dim(1), op.window());
    ConvProduct.add(op, node, kind, draft);
    return Support.YES;
  }
}
