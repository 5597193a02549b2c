package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.Graph;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemTest {
  private static final String DEPTHWISE = "g4mb1ic4ih7oc4oh4kh3sh2ph1n\"dw\"";
  private static final String POINTWISE = "mb1ic4ih4oc6oh4kh1n\"1x1\"";

  @Test
  void aBlockIsTwoProblemsJoinedByAPlus() {
    Problem block = Problem.parse(DEPTHWISE + " + " + POINTWISE);
    assertEquals(List.of(ConvSpec.parse(DEPTHWISE), ConvSpec.parse(POINTWISE)), block.layers());
    assertEquals(block, Problem.parse(block.toString()));
    assertEquals(4 * 16 * 9 + 6 * 16 * 4, block.macs());
    assertEquals(2, block.graph().nodes().size());
    assertEquals(Shape.of(1, 4, 7, 7), block.input().shape());
  }

  /** As MobileNetV2's: expanded, filtered, projected, and the input added. */
  @Test
  void anInvertedResidualEndsInX() {
    String text = "mb1ic4ih7oc24oh7kh1 + g24mb1ic24ih7oc24oh7kh3ph1 + mb1ic24ih7oc4oh7kh1 + x";
    Problem block = Problem.parse(text);
    assertTrue(block.residual());
    assertEquals(3, block.layers().size());
    assertEquals(block, Problem.parse(block.toString()));
    Graph graph = block.graph();
    assertEquals(
        List.of("Conv", "Conv", "Conv", "Add"),
        graph.nodes().stream()
            .map(node -> node.op().type())
            .filter(t -> !t.equals("Clip"))
            .toList());
  }

  /** An ONNX file cannot say that the last row and column are left out, and need not. */
  @Test
  void whatAStrideSkipsIsNoNegativePad() {
    Problem problem = Problem.parse("mb1ic4ih8oc6oh4kh1sh2");
    Conv conv = (Conv) problem.graph().nodes().get(0).op();
    assertEquals(List.of(0, 0), conv.window().padEnd());
    assertEquals(Shape.of(1, 6, 4, 4), Workload.of(problem.toString(), 1).outputShape());
  }

  @Test
  void aNameMayHoldAPlus() {
    assertEquals("a+b", Problem.parse("ic4ih4oc4kh1n\"a+b\"").layers().get(0).name());
  }

  @ParameterizedTest
  @CsvSource({
    "g4mb1ic4ih7oc4kh3sh2ph1 + mb1ic4ih7oc6kh1, reads",
    "mb1ic4ih4oc6kh1 + x, the input [1, 4, 4, 4] cannot be added",
    "'mb1ic4ih4oc4kh1 + x + x', is no field",
    "'g4mb1ic4ih4oc4kh3ph1 + ', ic is missing",
  })
  void whatIsNoBlockIsRefused(String text, String reason) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Problem.parse(text)).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
