package io.sepconv.backend.jvm;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.reference.Axes3;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/**
 * A convolution of constant weights that is to be lowered.
 *
 * @param op its attributes
 * @param node its operands and result
 * @param axes its window over (D, H, W)
 * @param draft the plan that it becomes part of
 */
record ConvNode(Conv op, Node node, Axes3 axes, Draft draft) {
  static ConvNode of(Conv op, Node node, Draft draft) {
    Shape x = draft.shape(node.inputs().get(0));
    return new ConvNode(op, node, Axes3.of(op.window(), x, draft.shape(node.output())), draft);
  }

  /** The name of the operand that is convolved. */
  String input() {
    return node.inputs().get(0);
  }

  /** {@code [N, C, (D,) (H,) W]}. */
  Shape inputShape() {
    return draft.shape(input());
  }

  /** {@code [O, C/groups, (kD,) (kH,) kW]}. */
  Tensor weights() {
    return draft.constant(node.inputs().get(1));
  }

  /** {@code [O]}, or null. */
  Tensor bias() {
    return node.hasInput(2) ? draft.constant(node.inputs().get(2)) : null;
  }

  /** What is added before the activation, channels-last, or null. */
  Operand residual() {
    return node.hasInput(3) ? draft.channelsLast(node.inputs().get(3)) : null;
  }

  Activation activation() {
    return op.activation();
  }

  ConvKind kind() {
    return ConvKind.of(op.groups(), inputShape().dim(1), op.window());
  }

  /** Whether every channel is convolved with one kernel of its own. */
  boolean isDepthwise() {
    return op.groups() == inputShape().dim(1) && weights().shape().dim(0) == op.groups();
  }
}
