package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Gemm;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;

/**
 * Gemm as a {@link MatrixProduct}: alpha goes into the packed B, a constant C that is the same for
 * all rows into the bias; any other C is added afterwards.
 */
final class GemmLowering implements Lowering<Gemm> {
  private static final int[] SWAPPED = {1, 0};

  @Override
  public Support lower(Gemm op, Node node, Draft draft) {
    String b = node.inputs().get(1);
    Operand right = draft.operand(b);
    if (op.transB()) {
      right = right.as(right.layout().permuted(SWAPPED));
    }
    float[] bias = bias(op, node, right.layout().shape().dim(1), draft);
    Operand left = left(op, node.inputs().get(0), draft);
    Operand result = MatrixProduct.add(node, draft, left, b, right, op.alpha(), bias);
    if (node.hasInput(2) && bias == null) {
      Operand c = draft.operand(node.inputs().get(2));
      Layout added = c.layout().broadcast(draft.shape(node.output()));
      draft.addPart(
          node,
          "add",
          result,
          List.of(c),
          places -> new AddScaled(places.of(c), added, op.beta(), places.of(result).at()));
    }
    return Support.YES;
  }

  /** A as {@code [M, K]} with dense rows. */
  private static Operand left(Gemm op, String value, Draft draft) {
    Operand born = draft.operand(value);
    Layout layout = op.transA() ? born.layout().permuted(SWAPPED) : born.layout();
    if (layout.shape().dim(1) == 1 || layout.stride(1) == 1) {
      return born.as(layout);
    }
    Layout dense = Layout.rowMajor(layout.shape());
    return draft.require(value, op.transA() ? dense.permuted(SWAPPED) : dense).as(dense);
  }

  /** beta * C {@code [N]}, or null where it is computed or differs between rows. */
  private static float[] bias(Gemm op, Node node, int columns, Draft draft) {
    Tensor tensor = node.hasInput(2) ? draft.constant(node.inputs().get(2)) : null;
    if (tensor == null || tensor.shape().padRank(2).dim(0) != 1) {
      return null;
    }
    Shape c = tensor.shape().padRank(2);
    float[] bias = new float[columns];
    for (int column = 0; column < columns; column++) {
      bias[column] = op.beta() * tensor.floats()[c.dim(1) == 1 ? 0 : column];
    }
    return bias;
  }
}
