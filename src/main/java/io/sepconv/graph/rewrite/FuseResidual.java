package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import java.util.List;

/**
 * Add(Conv(x, W, b), r) -> Conv(x, W, b, r), where nothing else reads the convolution and r has the
 * shape of its result.
 */
final class FuseResidual implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Binary op) || op.kind() != Binary.Kind.ADD) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      String sum = last.inputs().get(i);
      String residual = last.inputs().get(1 - i);
      // That only the Add reads the convolution also keeps the residual from depending on it.
      Node node = edit.privateOrigin(sum);
      if (node != null
          && node.op() instanceof Conv conv
          && conv.activation().isNone()
          && !node.hasInput(3)
          && edit.type(sum).equals(edit.type(residual))) {
        String bias = node.hasInput(2) ? node.inputs().get(2) : "";
        List<String> inputs = List.of(node.inputs().get(0), node.inputs().get(1), bias, residual);
        return new Node(node.name(), conv, inputs, last.outputs());
      }
    }
    return null;
  }
}
