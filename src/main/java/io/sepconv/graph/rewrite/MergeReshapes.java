package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Flatten;
import io.sepconv.op.Identity;
import io.sepconv.op.Op;
import io.sepconv.op.Reshape;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Reshape(Reshape(x, s), t) -> Reshape(x, t), or x itself where that is its shape; Flatten, Squeeze
 * and Unsqueeze count as Reshape.
 */
final class MergeReshapes implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!relabels(last.op())) {
      return null;
    }
    String operand = last.inputs().get(0);
    Shape result = edit.type(last.output()).shape();
    if (edit.type(operand).shape().equals(result)) {
      return last.with(new Identity(), List.of(operand));
    }
    Node first = edit.origin(operand);
    if (first == null || !relabels(first.op())) {
      return null;
    }
    // Written out: a 0 or -1 of the old target would now be taken from x.
    Tensor target = Tensor.vector(Arrays.stream(result.dims()).asLongStream().toArray());
    String name = edit.add(last.output() + "::shape", target);
    return last.with(new Reshape(true), List.of(first.inputs().get(0), name));
  }

  private static boolean relabels(Op op) {
    return op instanceof Reshape
        || op instanceof Flatten
        || op instanceof Squeeze
        || op instanceof Unsqueeze;
  }
}
