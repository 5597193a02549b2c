package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.number;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sepconv.graph.Node;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Gemm;
import io.sepconv.op.Lrn;
import io.sepconv.op.MatMul;
import io.sepconv.op.Softmax;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixMappersTest {
  private static TestModel matrices(
      long opset, String operator, String operands, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("a", 4, 4)
        .input("b", 4, 4)
        .input("c", 4)
        .node(operator, operands, "y", attributes)
        .output("y");
  }

  @Test
  void matMul() {
    for (long opset : new long[] {6, 9, 13}) {
      Node node = matrices(opset, "MatMul", "a b").onlyNode();
      assertEquals(new MatMul(), node.op());
      assertEquals(List.of("a", "b"), node.inputs());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 9, 11, 13})
  void gemm(long opset) {
    Node node =
        matrices(
                opset,
                "Gemm",
                "a b c",
                number("alpha", 0.5f),
                number("beta", 2),
                integer("transA", 1),
                integer("transB", 1))
            .onlyNode();

    assertEquals(new Gemm(0.5f, 2, true, true), node.op());
    assertEquals(List.of("a", "b", "c"), node.inputs());
    assertEquals(new Gemm(1, 1, false, false), matrices(opset, "Gemm", "a b").onlyNode().op());
  }

  @Test
  void legacyGemmMayStretchC() {
    assertEquals(
        new Gemm(1, 1, false, false),
        matrices(6, "Gemm", "a b c", integer("broadcast", 1)).onlyNode().op());
    assertUnsupported(matrices(7, "Gemm", "a b c", integer("broadcast", 1)), "broadcast = 1");
  }

  @ParameterizedTest
  @CsvSource({"6, 1, true", "11, 1, true", "12, 1, true", "13, -1, false", "99, -1, false"})
  void softmax(long opset, int defaultAxis, boolean flattened) {
    assertEquals(
        new Softmax(defaultAxis, flattened), TestModel.of(opset, "Softmax").onlyNode().op());
    assertEquals(
        new Softmax(2, flattened),
        TestModel.of(opset, "Softmax", integer("axis", 2)).onlyNode().op());
    assertEquals(
        new Softmax(defaultAxis, flattened, true),
        TestModel.of(opset, "LogSoftmax").onlyNode().op());
  }

  @Test
  void lrn() {
    assertEquals(
        new Lrn(5, 1e-4f, 0.75f, 1), TestModel.of(1, "LRN", integer("size", 5)).onlyNode().op());
    assertEquals(
        new Lrn(3, 2, 0.5f, 4),
        TestModel.of(
                13,
                "LRN",
                integer("size", 3),
                number("alpha", 2),
                number("beta", 0.5f),
                number("bias", 4))
            .onlyNode()
            .op());
    assertMalformed(TestModel.of(13, "LRN"), "'size'", "is missing");
    assertMalformed(TestModel.of(13, "LRN", integer("size", 0)), "size must be at least 1");
  }

  private static TestModel batchNorm(long opset, String results, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("x", 1, 4, 5, 5)
        .input("scale", 4)
        .input("bias", 4)
        .input("mean", 4)
        .input("variance", 4)
        .node("BatchNormalization", "x scale bias mean variance", results, attributes)
        .output("y");
  }

  @Test
  void batchNormOfEveryOpset() {
    TestModel[] models = {
      batchNorm(6, "y", number("epsilon", 0.1f), integer("is_test", 1), number("momentum", 0.9f)),
      batchNorm(6, "y", number("epsilon", 0.1f)),
      batchNorm(7, "y", number("epsilon", 0.1f), integer("spatial", 1)),
      batchNorm(8, "y", number("epsilon", 0.1f), number("momentum", 0.9f)),
      batchNorm(9, "y", number("epsilon", 0.1f)),
      batchNorm(14, "y", number("epsilon", 0.1f), integer("training_mode", 0)),
      batchNorm(15, "y", number("epsilon", 0.1f)),
    };
    for (TestModel model : models) {
      assertEquals(new BatchNorm(0.1f), model.onlyNode().op());
      assertEquals(List.of("x", "scale", "bias", "mean", "variance"), model.onlyNode().inputs());
    }
    assertEquals(new BatchNorm(1e-5f), batchNorm(9, "y").onlyNode().op());
  }

  @Test
  void batchNormInTraining() {
    assertUnsupported(batchNorm(6, "y", integer("is_test", 0)), "is_test = 0");
    assertUnsupported(batchNorm(8, "y", integer("spatial", 0)), "spatial = 0");
    assertUnsupported(batchNorm(9, "y", integer("spatial", 1)), "spatial = 1");
    assertUnsupported(batchNorm(13, "y", integer("training_mode", 0)), "training_mode = 0");
    assertUnsupported(batchNorm(14, "y", integer("training_mode", 1)), "training_mode = 1");
    assertUnsupported(batchNorm(9, "y m v sm sv"), "result 1, 'm'");
    assertMalformed(matrices(9, "BatchNormalization", "a c c c"), "4 operands");
  }
}
