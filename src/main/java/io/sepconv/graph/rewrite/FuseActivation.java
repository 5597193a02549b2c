package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Op;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Activation(Conv(x)) -> Conv(x) with that activation, where nothing else reads the convolution and
 * the activation is of a kind that convolution kernels can apply to their results.
 */
final class FuseActivation implements Rewrite {
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
  public Graph apply(Graph graph) {
    Map<String, Integer> uses = graph.useCounts();
    Map<String, Integer> place = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      boolean fits = node.op() instanceof Activation op && FUSED.contains(op.kind());
      Integer index = fits ? place.get(node.inputs().get(0)) : null;
      if (index != null && uses.get(node.inputs().get(0)) == 1) {
        Node conv = nodes.get(index);
        Op fused = fuse(conv.op(), (Activation) node.op());
        nodes.set(index, new Node(conv.name(), fused, conv.inputs(), node.outputs()));
        continue;
      }
      if (isBare(node.op())) {
        place.put(node.output(), nodes.size());
      }
      nodes.add(node);
    }
    return graph.with(graph.constants(), nodes);
  }

  private static boolean isBare(Op op) {
    return (op instanceof Conv conv && conv.activation().isNone())
        || (op instanceof ConvTranspose transposed && transposed.activation().isNone());
  }

  private static Op fuse(Op op, Activation activation) {
    if (op instanceof Conv conv) {
      return new Conv(conv.window(), conv.groups(), activation);
    }
    ConvTranspose conv = (ConvTranspose) op;
    return new ConvTranspose(conv.window(), conv.groups(), conv.outputPadding(), activation);
  }
}
