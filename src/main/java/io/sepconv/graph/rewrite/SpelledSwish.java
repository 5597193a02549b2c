package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import java.util.List;

/** Mul(x, Sigmoid(x)) -> Swish(x). */
final class SpelledSwish implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Binary op) || op.kind() != Binary.Kind.MUL) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      String x = last.inputs().get(1 - i);
      Node gate = edit.privateOrigin(last.inputs().get(i));
      if (gate != null && gate.op().equals(Activation.SIGMOID) && gate.inputs().get(0).equals(x)) {
        return last.with(Activation.SWISH, List.of(x));
      }
    }
    return null;
  }
}
