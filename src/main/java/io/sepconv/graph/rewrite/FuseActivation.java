package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Op;

/**
 * Activation(Conv(x)) -> Conv(x) with that activation, where nothing else reads the convolution.
 */
final class FuseActivation implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Activation activation)) {
      return null;
    }
    Node conv = edit.privateOrigin(last.inputs().get(0));
    Op fused = conv == null ? null : fuse(conv.op(), activation);
    return fused == null ? null : new Node(conv.name(), fused, conv.inputs(), last.outputs());
  }

  private static Op fuse(Op op, Activation activation) {
    if (op instanceof Conv conv && conv.activation().isNone()) {
      return new Conv(conv.window(), conv.groups(), activation);
    }
    if (op instanceof ConvTranspose conv && conv.activation().isNone()) {
      return new ConvTranspose(conv.window(), conv.groups(), conv.outputPadding(), activation);
    }
    return null;
  }
}
