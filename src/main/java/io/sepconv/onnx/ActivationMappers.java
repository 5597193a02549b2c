package io.sepconv.onnx;

import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Binary;
import io.sepconv.op.Identity;
import io.sepconv.op.PRelu;
import io.sepconv.op.Reshape;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** Element-wise functions of one operand and a few parameters. */
final class ActivationMappers {
  private ActivationMappers() {}

  static Mapper plain(Kind kind) {
    return (attributes, node) -> emit(node, kind, 0, 0);
  }

  static Mapper withAlpha(Kind kind, float absent) {
    return (attributes, node) -> emit(node, kind, attributes.number("alpha", absent), 0);
  }

  static void hardSigmoid(Attributes attributes, NodeContext node) {
    float alpha = attributes.number("alpha", 0.2f);
    emit(node, Kind.HARD_SIGMOID, alpha, attributes.number("beta", 0.5f));
  }

  static void selu(Attributes attributes, NodeContext node) {
    float alpha = attributes.number("alpha", 1.67326319217681884765625f);
    emit(node, Kind.SELU, alpha, attributes.number("gamma", 1.05070102214813232421875f));
  }

  static void gelu(Attributes attributes, NodeContext node) {
    String approximate = attributes.text("approximate", "none");
    switch (approximate) {
      case "none" -> emit(node, Kind.GELU, 0, 0);
      case "tanh" -> emit(node, Kind.GELU_TANH, 0, 0);
      default -> throw node.unsupported("approximate '" + approximate + "' is not known");
    }
  }

  static void pRelu(Attributes attributes, NodeContext node) {
    node.emit(new PRelu(), node.operands(2, 2));
  }

  /** Opset 6: a slope with one axis has a number per channel, or one for all. */
  static void legacyPRelu(Attributes attributes, NodeContext node) {
    List<String> operands = node.operands(2, 2);
    int rank = node.rank(0);
    int slopes = node.rank(1);
    if (slopes == 0 || slopes > 1 || rank == 1 || rank == 2) {
      node.emit(new PRelu(), operands);
      return;
    }
    if (rank == Ranks.UNKNOWN || slopes == Ranks.UNKNOWN) {
      throw node.unsupported("a slope per channel needs operands whose number of axes is known");
    }
    Tensor axes = Tensor.vector(LongStream.rangeClosed(1, rank - 2).toArray());
    String slope = node.derive(new Unsqueeze(), operands.get(1), node.derive("axes", axes));
    node.emit(new PRelu(), operands.get(0), slope);
  }

  private static void emit(NodeContext node, Kind kind, float alpha, float beta) {
    node.emit(new Activation(kind, alpha, beta), node.operands(1, 1));
  }

  static void clipByAttributes(Attributes attributes, NodeContext node) {
    float min = attributes.number("min", Float.NEGATIVE_INFINITY);
    emit(node, Kind.CLIP, min, attributes.number("max", Float.POSITIVE_INFINITY));
  }

  /** Constant bounds in f32 make an activation, others are operands of Max and Min. */
  static void clipByOperands(Attributes attributes, NodeContext node) {
    node.requireOperands(1, 3);
    String x = node.operand(0);
    if (isNumber(node, 1) && isNumber(node, 2)) {
      float min = node.has(1) ? node.constant(1).floats()[0] : Float.NEGATIVE_INFINITY;
      float max = node.has(2) ? node.constant(2).floats()[0] : Float.POSITIVE_INFINITY;
      Activation clip = new Activation(Kind.CLIP, min, max);
      node.emit(node.has(1) || node.has(2) ? clip : new Identity(), x);
    } else if (node.has(1) && node.has(2)) {
      String raised = node.derive(new Binary(Binary.Kind.MAX), x, bound(node, 1, "min"));
      node.emit(new Binary(Binary.Kind.MIN), raised, bound(node, 2, "max"));
    } else if (node.has(1)) {
      node.emit(new Binary(Binary.Kind.MAX), x, bound(node, 1, "min"));
    } else {
      node.emit(new Binary(Binary.Kind.MIN), x, bound(node, 2, "max"));
    }
  }

  /** Whether a bound is absent or known while reading, in f32. */
  private static boolean isNumber(NodeContext node, int index) {
    Tensor bound = node.constant(index);
    return !node.has(index)
        || (bound != null && bound.type() == DataType.FLOAT32 && bound.size() == 1);
  }

  /** A bound as a scalar, so that it does not give the result more axes than x has. */
  private static String bound(NodeContext node, int index, String what) {
    Tensor bound = node.constant(index);
    if (bound != null && bound.size() != 1) {
      throw node.malformed("its " + what + " must be one number, not " + bound);
    }
    if (node.rank(index) == 0) {
      return node.operand(index);
    }
    String scalar = node.derive(what, Tensor.vector());
    return node.derive(new Reshape(false), node.operand(index), scalar);
  }
}
