package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Binary;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A value as coefficient * a * b ..., read through products and through quotients by constants of
 * one element, where nothing else reads the values between.
 */
record Product(double coefficient, List<String> factors) {
  // Two products deep are all orders of x, a gate and its divisor.
  private static final int DEPTH = 3;

  /** Reads the result of a node; a node that is no product is its only factor. */
  static Product of(Node node, GraphEdit edit) {
    List<String> factors = new ArrayList<>();
    return new Product(read(node.output(), node, DEPTH, factors, edit), List.copyOf(factors));
  }

  /** Adds the factors of a value and returns their coefficient. */
  private static double read(
      String value, Node origin, int depth, List<String> factors, GraphEdit edit) {
    OptionalDouble constant = edit.scalar(value);
    if (constant.isPresent()) {
      return constant.getAsDouble();
    }
    if (depth > 0 && origin != null && origin.op() instanceof Binary op) {
      String left = origin.inputs().get(0);
      String right = origin.inputs().get(1);
      if (op.kind() == Binary.Kind.MUL) {
        return read(left, edit.privateOrigin(left), depth - 1, factors, edit)
            * read(right, edit.privateOrigin(right), depth - 1, factors, edit);
      }
      if (op.kind() == Binary.Kind.DIV && edit.scalar(right).isPresent()) {
        return read(left, edit.privateOrigin(left), depth - 1, factors, edit)
            / edit.scalar(right).getAsDouble();
      }
    }
    factors.add(value);
    return 1;
  }
}
