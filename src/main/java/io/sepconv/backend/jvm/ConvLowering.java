package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import java.util.List;

/** Convolutions, each by the first kernel of a list that is meant for it. */
final class ConvLowering implements Lowering<Conv> {
  /** Best first; the last ones of each tier take what is left. */
  private static final List<ConvKernel> KERNELS =
      List.of(
          new PlainDepthwiseConv(),
          new DepthwiseConv(),
          new StemConv(),
          new PlainProductConv(),
          new ProductConv());

  @Override
  public Support lower(Conv op, Node node, Draft draft) {
    for (int i = 1; i < 3; i++) {
      if (node.hasInput(i) && draft.constant(node.inputs().get(i)) == null) {
        return Support.no((i == 1 ? "the weights are" : "the bias is") + " computed");
      }
    }
    ConvNode conv = ConvNode.of(op, node, draft);
    Support reason = Support.no("no kernel is meant for it");
    for (ConvKernel kernel : KERNELS) {
      reason = kernel.fits(conv);
      if (reason.yes()) {
        kernel.add(conv);
        break;
      }
    }
    return reason;
  }
}
