package io.sepconv.onnx;

import io.sepconv.op.BatchNorm;
import io.sepconv.op.Gemm;
import io.sepconv.op.Lrn;
import io.sepconv.op.MatMul;
import io.sepconv.op.Softmax;

/** Matrix products and normalisations. */
final class MatrixMappers {
  private MatrixMappers() {}

  static void matMul(Attributes attributes, NodeContext node) {
    node.emit(new MatMul(), node.operands(2, 2));
  }

  static void gemm(Attributes attributes, NodeContext node) {
    node.emit(
        new Gemm(
            attributes.number("alpha", 1),
            attributes.number("beta", 1),
            attributes.flag("transA", false),
            attributes.flag("transB", false)),
        node.operands(2, 3));
  }

  /** Opset 6 must be told to stretch C; since 7 it is stretched where its shape asks for it. */
  static void legacyGemm(Attributes attributes, NodeContext node) {
    attributes.ignore("broadcast");
    gemm(attributes, node);
  }

  static Mapper softmax(int defaultAxis, boolean flattened, boolean logarithm) {
    return (attributes, node) ->
        node.emit(
            new Softmax(attributes.integer("axis", defaultAxis), flattened, logarithm),
            node.operands(1, 1));
  }

  static void lrn(Attributes attributes, NodeContext node) {
    node.emit(
        new Lrn(
            attributes.requiredInteger("size"),
            attributes.number("alpha", 1e-4f),
            attributes.number("beta", 0.75f),
            attributes.number("bias", 1)),
        node.operands(1, 1));
  }

  static void batchNorm(Attributes attributes, NodeContext node) {
    if (node.opset() < 7 && !attributes.flag("is_test", true)) {
      throw node.unsupported("is_test = 0 asks for training");
    }
    if (node.opset() < 9 && !attributes.flag("spatial", true)) {
      throw node.unsupported("spatial = 0 asks for a mean per position");
    }
    if (node.opset() >= 14 && attributes.flag("training_mode", false)) {
      throw node.unsupported("training_mode = 1 asks for training");
    }
    node.requireOneResult("more than one asks for training");
    attributes.ignore("momentum"); // how training updates the mean
    node.emit(new BatchNorm(attributes.number("epsilon", 1e-5f)), node.operands(5, 5));
  }
}
