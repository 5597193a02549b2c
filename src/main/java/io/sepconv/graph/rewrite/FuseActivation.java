package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Op;
import java.util.EnumSet;
import java.util.Set;

/**
 * Activation(Conv(x)) -> Conv(x) with that activation, where nothing else reads the convolution and
 * the activation is of a kind that convolution kernels can apply to their results.
 */
final class FuseActivation implements PatternRewrite {
  private static final Set<Kind> FUSED =
      EnumSet.of(
          Kind.IDENTITY,
          Kind.RELU,
          Kind.LEAKY_RELU,
          Kind.CLIP,
          Kind.SIGMOID,
          Kind.HARD_SIGMOID,
          Kind.HARD_SWISH,
          Kind.TANH,
          Kind.ELU,
          Kind.ABS,
          Kind.EXP,
          Kind.SQRT,
          Kind.SOFTPLUS,
          Kind.MISH,
          Kind.GELU,
          Kind.GELU_TANH,
          Kind.SWISH);

  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Activation activation) || !FUSED.contains(activation.kind())) {
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
      return conv.with(activation);
    }
    return null;
  }
}
