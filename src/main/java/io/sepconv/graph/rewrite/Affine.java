package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Binary;
import java.util.OptionalDouble;

/**
 * A value as factor * x + offset, read through sums, differences, products and quotients with
 * constants of one element.
 */
record Affine(String x, double factor, double offset) {
  // No exporter writes more; a hostile chain of a million would otherwise be walked at every node.
  private static final int MOST_STEPS = 4;

  /**
   * Reads a value back to its origins.
   *
   * @param origin the node that computes it, or null if that is not to be looked at; of the nodes
   *     before it only those are read through whose result nothing else reads
   */
  static Affine of(String value, Node origin, GraphEdit edit) {
    Affine result = new Affine(value, 1, 0);
    Node node = origin;
    for (int step = 0; step < MOST_STEPS && node != null; step++) {
      Affine before = node.op() instanceof Binary op ? result.before(node, op, edit) : null;
      if (before == null || before.factor == 0 || !Double.isFinite(before.factor + before.offset)) {
        break;
      }
      result = before;
      node = edit.privateOrigin(result.x);
    }
    return result;
  }

  /** This in terms of the operand of the node that computes x. */
  private Affine before(Node node, Binary op, GraphEdit edit) {
    String left = node.inputs().get(0);
    String right = node.inputs().get(1);
    OptionalDouble constant = edit.scalar(right);
    if (constant.isPresent()) {
      double c = constant.getAsDouble();
      return switch (op.kind()) {
        case ADD -> new Affine(left, factor, offset + factor * c);
        case SUB -> new Affine(left, factor, offset - factor * c);
        case MUL -> new Affine(left, factor * c, offset);
        case DIV -> new Affine(left, factor / c, offset);
        default -> null;
      };
    }
    constant = edit.scalar(left);
    if (constant.isPresent()) {
      double c = constant.getAsDouble();
      return switch (op.kind()) {
        case ADD -> new Affine(right, factor, offset + factor * c);
        case SUB -> new Affine(right, -factor, offset + factor * c);
        case MUL -> new Affine(right, factor * c, offset);
        default -> null;
      };
    }
    return null;
  }
}
