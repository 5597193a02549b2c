package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Binary;
import io.sepconv.op.PRelu;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;

/**
 * Functions of two operands that are broadcast against each other. The result takes the layout of
 * an operand of its own shape, channels-last where both are possible.
 */
final class BinaryLowering implements Lowering<Binary> {
  @Override
  public Support lower(Binary op, Node node, Draft draft) {
    Tensor exponent = draft.constant(node.inputs().get(1));
    if (op.kind() == Binary.Kind.POW
        && exponent != null
        && exponent.size() == 1
        && exponent.get(0) == 2
        && exponent.shape().rank() <= draft.shape(node.inputs().get(0)).rank()) {
      String x = node.inputs().get(0);
      return lower(Pairwise.MUL, x, x, node, draft);
    }
    return lower(Pairwise.of(op), node, draft);
  }

  /** A rectifier with slopes from an operand. */
  static Support prelu(PRelu op, Node node, Draft draft) {
    return lower(Pairwise.PRELU, node, draft);
  }

  private static Support lower(Pairwise f, Node node, Draft draft) {
    return lower(f, node.inputs().get(0), node.inputs().get(1), node, draft);
  }

  private static Support lower(Pairwise f, String left, String right, Node node, Draft draft) {
    for (String value : List.of(left, right)) {
      Tensor constant = draft.constant(value);
      if (constant != null && constant.type() != DataType.FLOAT32) {
        return Support.no("operand '" + value + "' is of type " + constant.type());
      }
    }
    if (draft.operand(left).isConstant() && draft.operand(right).isConstant()) {
      return Support.no("all operands are constants");
    }
    Shape shape = draft.shape(node.output());
    List<String> whole =
        List.of(left, right).stream()
            .filter(value -> draft.shape(value).equals(shape))
            .filter(value -> !draft.operand(value).isConstant())
            .toList();
    Operand result = Beside.result(node, whole, model(shape, whole, left, right, draft), draft);
    MicroKernels micro = draft.micro();
    Elementwise.add(
        node,
        micro.name() + ":binary",
        (a, aAt, b, bAt, y, yAt, n) -> micro.combine(f, a, aAt, b, bAt, y, yAt, n),
        result,
        List.of(
            Beside.operand(left, result.layout(), draft),
            Beside.operand(right, result.layout(), draft)),
        draft);
    return Support.YES;
  }

  /** How the result lies. */
  private static Layout model(
      Shape shape, List<String> whole, String left, String right, Draft draft) {
    List<Layout> layouts = whole.stream().map(value -> draft.operand(value).layout()).toList();
    for (Layout layout : layouts) {
      if (layout.isImage()) {
        return layout;
      }
    }
    boolean image =
        List.of(left, right).stream().anyMatch(value -> draft.operand(value).layout().isImage());
    if (layouts.isEmpty()) {
      return image && shape.rank() > 2
          ? Layout.channelsLast(shape, draft.micro().lanes())
          : Layout.rowMajor(shape);
    }
    return layouts.get(0);
  }
}
