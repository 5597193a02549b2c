package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.integers;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.op.Reduce;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionMappersTest {
  private static TestModel model(
      long opset, String operator, String operands, AttributeProto... attributes) {
    return TestModel.opset(opset)
        .input("x", 1, 4, 5, 6)
        .initializer("axes", Tensor.vector(-1, 1))
        .node(operator, operands, "y", attributes)
        .output("y");
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceMean, MEAN, 6",
    "ReduceMean, MEAN, 17",
    "ReduceMax, MAX, 6",
    "ReduceMax, MAX, 17",
    "ReduceMin, MIN, 17",
    "ReduceSum, SUM, 6",
    "ReduceSum, SUM, 12",
    "ReduceProd, PROD, 6",
    "ReduceL1, L1, 17",
    "ReduceL2, L2, 11",
    "ReduceSumSquare, SUM_SQUARE, 17",
  })
  void axesAsAttribute(String operator, Reduce.Kind kind, long opset) {
    TestModel model = model(opset, operator, "x", integers("axes", 2, -1), integer("keepdims", 0));
    Node node = model.onlyNode();
    assertEquals(new Reduce(kind, false, false), node.op());
    assertEquals(Tensor.vector(2, -1), model.read().constants().get(node.inputs().get(1)));
    assertEquals(Shape.of(1, 4), ShapeInference.infer(model.read()).get("y").shape());

    assertEquals(List.of("x"), model(opset, operator, "x").onlyNode().inputs());
    assertEquals(new Reduce(kind, true, false), model(opset, operator, "x").onlyNode().op());
    assertMalformed(model(opset, operator, "x axes"), "2 operands");
    assertUnsupported(
        model(opset, operator, "x", integer("noop_with_empty_axes", 1)), "noop_with_empty_axes");
  }

  @ParameterizedTest
  @CsvSource({
    "ReduceMean, MEAN, 18",
    "ReduceMax, MAX, 18",
    "ReduceMin, MIN, 20",
    "ReduceSum, SUM, 13",
    "ReduceSum, SUM, 99",
    "ReduceProd, PROD, 18",
    "ReduceL1, L1, 18",
    "ReduceL2, L2, 18",
    "ReduceSumSquare, SUM_SQUARE, 18",
  })
  void axesAsOperand(String operator, Reduce.Kind kind, long opset) {
    TestModel model = model(opset, operator, "x axes");
    assertEquals(new Reduce(kind, true, false), model.onlyNode().op());
    assertEquals(List.of("x", "axes"), model.onlyNode().inputs());
    assertEquals(Shape.of(1, 1, 5, 1), ShapeInference.infer(model.read()).get("y").shape());
    assertEquals(
        new Reduce(kind, false, true),
        model(opset, operator, "x", integer("keepdims", 0), integer("noop_with_empty_axes", 1))
            .onlyNode()
            .op());
    assertUnsupported(model(opset, operator, "x", integers("axes", 1)), "axes = [1]");
  }

  /** Opset 6 lines up operands by their first axes, for which the rank has to be known. */
  @ParameterizedTest
  @CsvSource({"0, '4,5', 1", "1, '1,4,1,1', 1"})
  void theRankIsFollowed(int keep, String shape, int axis) {
    TestModel model =
        TestModel.opset(6)
            .input("x", 2, 4, 5, 6)
            .initializer("c", Tensor.zeros(DataType.FLOAT32, Shape.of(keep == 1 ? 4 : 5)))
            .node(
                "ReduceMean",
                "x",
                "r",
                keep == 1 ? integers("axes", 0, 2, 3) : integers("axes", 0, 3),
                integer("keepdims", keep))
            .node("Add", "r c", "y", integer("broadcast", 1), integer("axis", axis))
            .output("y");
    assertEquals(
        "[" + shape.replace(",", ", ") + "]",
        ShapeInference.infer(model.read()).get("y").shape().toString());
  }

  @Test
  void axesThatAreNoneOfTheOperand() {
    TestModel model = model(13, "ReduceMean", "x", integers("axes", 4));
    Exception e =
        assertThrows(ModelFormatException.class, () -> ShapeInference.infer(model.read()));
    assertTrue(e.getMessage().contains("ReduceMean"), e.getMessage());
  }
}
