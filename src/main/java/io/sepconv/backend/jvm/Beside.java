package io.sepconv.backend.jvm;

import io.sepconv.graph.Node;
import java.util.List;

/** Layouts in which {@link Elementwise} finds the elements of operands and result together. */
final class Beside {
  private Beside() {}

  /**
   * Memory for a result: an operand's where nobody needs it behind the node, else new.
   *
   * @param values operands that the function reads element by element
   * @param model how the result lies, but for what is around its elements
   */
  static Operand result(Node node, List<String> values, Layout model, Draft draft) {
    for (String value : values) {
      Operand operand = draft.operand(value);
      if (operand.layout().matches(model) && isDense(model) && draft.diesAt(node, value)) {
        return operand;
      }
    }
    return draft.create(model.alone(draft.micro().lanes()));
  }

  /** Whether elements lie side by side along the innermost axis. */
  private static boolean isDense(Layout layout) {
    int[] inward = layout.inward();
    return inward.length == 0 || layout.stride(inward[inward.length - 1]) == 1;
  }

  /**
   * An operand repeated to the shape of a result: as it lies, or copied to the result's order of
   * axes where that is needed for runs of neighbours in both.
   */
  static Operand operand(String value, Layout result, Draft draft) {
    Operand source = draft.operand(value);
    int rank = result.shape().rank();
    Layout seen = source.layout().reshaped(source.layout().shape().padRank(rank));
    int[] inward = result.inward();
    int step =
        inward.length == 0 ? 1 : seen.broadcast(result.shape()).stride(inward[inward.length - 1]);
    if (source.isConstant() || step < 0 || step > 1) {
      source = draft.require(value, result.inOrder(seen.shape(), draft.micro().lanes()));
      seen = source.layout();
    }
    return source.as(seen.broadcast(result.shape()));
  }
}
