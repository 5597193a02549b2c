package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.op.Identity;
import io.sepconv.op.Transpose;
import java.util.ArrayList;
import java.util.List;

/** Transpose(Transpose(x, p), q) -> Transpose(x, p[q]), or x itself where all axes are back. */
final class MergeTransposes implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    if (!(last.op() instanceof Transpose op)) {
      return null;
    }
    String operand = last.inputs().get(0);
    int rank = edit.type(operand).shape().rank();
    List<Integer> perm = permutation(op, rank);
    Node first = edit.origin(operand);
    if (first != null && first.op() instanceof Transpose inner) {
      List<Integer> before = permutation(inner, rank);
      List<Integer> both = perm.stream().map(before::get).toList();
      Transpose merged = new Transpose(both);
      return last.with(merged, first.inputs());
    }
    List<Integer> sorted = perm.stream().sorted().toList();
    return perm.equals(sorted) ? last.with(new Identity(), last.inputs()) : null;
  }

  private static List<Integer> permutation(Transpose op, int rank) {
    List<Integer> axes = new ArrayList<>();
    for (int axis : ShapeArithmetic.permutation(op, rank)) {
      axes.add(axis);
    }
    return axes;
  }
}
