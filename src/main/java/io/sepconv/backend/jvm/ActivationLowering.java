package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import java.util.List;

/** Functions of one operand, in its layout; over the operand where nobody needs it any more. */
final class ActivationLowering implements Lowering<Activation> {
  @Override
  public Support lower(Activation op, Node node, Draft draft) {
    String x = node.inputs().get(0);
    Operand source = draft.operand(x);
    if (source.isConstant()) {
      return Support.no("the operand is a constant");
    }
    Operand result = Beside.result(node, List.of(x), source.layout(), draft);
    MicroKernels micro = draft.micro();
    Elementwise.add(
        node,
        micro.name() + ":" + op,
        (a, aAt, b, bAt, y, yAt, n) -> micro.apply(op, a, aAt, y, yAt, n),
        result,
        List.of(Beside.operand(x, result.layout(), draft)),
        draft);
    return Support.YES;
  }
}
