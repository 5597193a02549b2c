package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.MatMul;
import io.sepconv.tensor.Shape;

/** Products of matrices and vectors, with leading axes broadcast. */
final class MatMulLowering implements Lowering<MatMul> {
  @Override
  public Support lower(MatMul op, Node node, Draft draft) {
    String a = node.inputs().get(0);
    String b = node.inputs().get(1);
    Shape left = draft.shape(a);
    Shape right = draft.shape(b);
    MatrixProduct.add(
        node,
        draft,
        seen(rows(a, draft), left.rank() == 1 ? left.padRank(2) : left),
        b,
        seen(draft.operand(b), right.rank() == 1 ? Shape.of(right.dim(0), 1) : right),
        1,
        null);
    return Support.YES;
  }

  /** An operand as it is if elements of its last axis are neighbours, else copied so. */
  private static Operand rows(String value, Draft draft) {
    Operand born = draft.operand(value);
    boolean dense = draft.shape(value).dim(-1) == 1 || born.layout().stride(-1) == 1;
    return dense ? born : draft.rowMajor(value);
  }

  /** A vector as a matrix: axes of size 1 are shown by any strides. */
  private static Operand seen(Operand operand, Shape shape) {
    return operand.as(operand.layout().reshaped(shape));
  }
}
