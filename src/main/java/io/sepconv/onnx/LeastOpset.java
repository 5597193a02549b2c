package io.sepconv.onnx;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Pad;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Resize;
import io.sepconv.op.Split;

/** From which opset on ONNX has what a node does, in the form in which it is written. */
final class LeastOpset {
  /** Enough for most. */
  static final int USUAL = 17;

  private LeastOpset() {}

  static int of(Node node) {
    if (node.op() instanceof Activation activation) {
      return switch (activation.kind()) {
        case MISH -> 18;
        case GELU, GELU_TANH -> 20;
        default -> USUAL;
      };
    }
    if (node.op() instanceof Pad pad) {
      return pad.mode() == Pad.Mode.WRAP ? 19 : node.hasInput(3) ? 18 : USUAL;
    }
    if (node.op() instanceof Pool pool) {
      return pool.kind() == Pool.Kind.AVERAGE && pool.window().isDilated() ? 19 : USUAL;
    }
    if (node.op() instanceof Reduce reduce) {
      // Their axes became an operand later than those of the sum.
      return reduce.kind() == Reduce.Kind.SUM ? USUAL : 18;
    }
    if (node.op() instanceof Split) {
      return node.hasInput(1) ? USUAL : 18;
    }
    return node.op() instanceof Resize resize ? of(resize) : USUAL;
  }

  private static int of(Resize resize) {
    if (resize.coordinates() == Resize.Coordinates.HALF_PIXEL_SYMMETRIC) {
      return 19;
    }
    Resize.Options options = resize.options();
    boolean recent =
        options.antialias()
            || !options.axes().isEmpty()
            || options.aspectRatio() != Resize.AspectRatio.STRETCH;
    return recent ? 18 : USUAL;
  }
}
