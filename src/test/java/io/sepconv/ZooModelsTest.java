package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.OnnxRuntimeOracle;
import io.sepconv.testing.TestData;
import io.sepconv.zoo.Zoo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exported networks in ONNX Runtime against the same networks here. */
class ZooModelsTest {
  private static final double CLOSE = 1e-4;

  static List<String> names() {
    return Zoo.names();
  }

  @NativeTest
  @ParameterizedTest
  @MethodSource("names")
  void onnxRuntimeComputesTheSame(String name) {
    checkAgainstOnnxRuntime(name, 1, "onednn");
  }

  @NativeTest
  @Test
  void twoPicturesToo() {
    checkAgainstOnnxRuntime("shufflenet_v2_x1_0", 2, "onednn");
    checkAgainstOnnxRuntime("mobilenet_v3_small", 2, "onednn");
  }

  /** Without native code, on the network that is the quickest to compute. */
  @Test
  void soDoesTheReference() {
    checkAgainstOnnxRuntime("mobilenet_v3_small", 1, "reference");
  }

  private static void checkAgainstOnnxRuntime(String name, int batch, String backend) {
    Graph graph = Zoo.build(name, 3);
    Tensor x = new TestData(4).floats(input(graph, batch));
    Tensor expected = OnnxRuntimeOracle.run(OnnxWriter.bytes(graph), Map.of("x", x)).get("y");
    try (Model model = Model.of(graph, ModelOptions.defaults().backend(backend).threads(1))) {
      Agreement agreement = Agreement.of(expected, model.run(Map.of("x", x)).get("y"));
      assertTrue(agreement.within(CLOSE), agreement.describe());
    }
    assertEquals(Shape.of(batch, 1000), expected.shape());
    double square = 0;
    for (float logit : expected.floats()) {
      square += logit * logit;
    }
    double size = Math.sqrt(square / expected.size());
    assertTrue(size > 0.05 && size < 20, () -> "logits of " + size + " are out of range");
  }

  /** No layer in Java, and none on oneDNN's slow implementation for everything. */
  @NativeTest
  @ParameterizedTest
  @MethodSource("names")
  void everyLayerHasAFastKernel(String name) {
    Graph graph = Zoo.build(name, 1);
    try (Model model = Model.of(graph, ModelOptions.defaults().backend("onednn").threads(1))) {
      Tensor x = new TestData(4).floats(input(graph, 1));
      ModelReport report = model.reportLike(Map.of("x", x));
      for (LayerReport layer : report.layers()) {
        assertTrue(layer.isNative(), layer::toString);
        assertFalse(layer.implementation().startsWith("ref"), layer::toString);
      }
    }
  }

  private static Shape input(Graph graph, int batch) {
    GraphInput x = graph.input("x");
    return Shape.of(batch, 3, x.dims().get(2), x.dims().get(3));
  }
}
