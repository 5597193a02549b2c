package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Min(Max(x, a), b) -> Clip(x, a, b), with a and b of one element; so too one bound alone, and a
 * bound or a Clip after a Clip or a Relu.
 */
final class SpelledClip implements PatternRewrite {
  /** Bounds on an operand, low not above high. */
  private record Range(String x, float low, float high) {}

  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    Range range = range(last, edit);
    if (range == null || !edit.type(range.x()).equals(edit.type(last.output()))) {
      return null;
    }
    Range inner = range(edit.privateOrigin(range.x()), edit);
    if (inner != null && edit.type(inner.x()).equals(edit.type(range.x()))) {
      float low = clip(inner.low(), range);
      return last.with(activation(low, clip(inner.high(), range)), List.of(inner.x()));
    }
    return last.op() instanceof Binary
        ? last.with(activation(range.low(), range.high()), List.of(range.x()))
        : null;
  }

  private static float clip(float value, Range range) {
    return Math.min(Math.max(value, range.low()), range.high());
  }

  private static Activation activation(float low, float high) {
    return low == 0 && high == Float.POSITIVE_INFINITY
        ? Activation.RELU
        : new Activation(Activation.Kind.CLIP, low, high);
  }

  private static Range range(Node node, GraphEdit edit) {
    if (node == null) {
      return null;
    }
    if (node.op() instanceof Activation op) {
      String x = node.inputs().get(0);
      return switch (op.kind()) {
        case RELU -> new Range(x, 0, Float.POSITIVE_INFINITY);
        case CLIP -> op.alpha() <= op.beta() ? new Range(x, op.alpha(), op.beta()) : null;
        default -> null;
      };
    }
    if (!(node.op() instanceof Binary op)) {
      return null;
    }
    for (int i = 0; i < 2; i++) {
      OptionalDouble constant = edit.scalar(node.inputs().get(i));
      String x = node.inputs().get(1 - i);
      if (constant.isPresent() && !Double.isNaN(constant.getAsDouble())) {
        float bound = (float) constant.getAsDouble();
        if (op.kind() == Binary.Kind.MAX) {
          return new Range(x, bound, Float.POSITIVE_INFINITY);
        }
        return op.kind() == Binary.Kind.MIN ? new Range(x, Float.NEGATIVE_INFINITY, bound) : null;
      }
    }
    return null;
  }
}
