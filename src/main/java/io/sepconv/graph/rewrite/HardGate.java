package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;

/** A value as max(low, min(high, slope * x + shift)), low below high. */
record HardGate(String x, double slope, double shift, double low, double high) {
  private static final double ROUNDING = 1e-6;

  /** Reads a Clip, with what stands before it, or a HardSigmoid; null for another node. */
  static HardGate of(Node node, GraphEdit edit) {
    if (node == null || !(node.op() instanceof Activation op)) {
      return null;
    }
    String operand = node.inputs().get(0);
    if (op.kind() == Activation.Kind.HARD_SIGMOID) {
      return new HardGate(operand, op.alpha(), op.beta(), 0, 1);
    }
    if (op.kind() == Activation.Kind.CLIP && op.alpha() < op.beta()) {
      Affine inner = Affine.of(operand, edit.privateOrigin(operand), edit);
      return new HardGate(inner.x(), inner.factor(), inner.offset(), op.alpha(), op.beta());
    }
    return null;
  }

  /** This times a positive factor plus an offset. */
  HardGate then(double factor, double offset) {
    return new HardGate(
        x, slope * factor, shift * factor + offset, low * factor + offset, high * factor + offset);
  }

  /** Whether this runs from 0 to 1, as a HardSigmoid does. */
  boolean isUnit() {
    return near(low, 0) && near(high, 1);
  }

  /** Whether this is max(0, min(1, x / 6 + 1 / 2)). */
  boolean isOfHardSwish() {
    return isUnit() && near(slope, 1.0 / 6) && near(shift, 0.5);
  }

  /** Equal but for the rounding of constants to f32, or to the digits that exporters print. */
  static boolean near(double a, double b) {
    return Math.abs(a - b) <= ROUNDING;
  }
}
