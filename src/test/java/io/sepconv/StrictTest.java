package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.sepconv.backend.LayerReport;
import io.sepconv.backend.SlowStepException;
import io.sepconv.backend.onednn.OnednnBackend;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Tile;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import io.sepconv.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strict models refuse slow steps by name, and have none. */
@NativeTest
class StrictTest {
  private static final ModelOptions STRICT =
      ModelOptions.defaults().backend("onednn").threads(1).strict(true);

  /** Windows that see nothing but padding: the fast kernels are not trusted with them. */
  private static final String WINDOWS = "mb1ic16ih8iw1oc16oh4ow2kh1kw1sh4sw2ph5pw1";

  private static Graph padded() {
    ConvSpec spec = ConvSpec.parse(WINDOWS);
    GraphBuilder b = new GraphBuilder("padded");
    Value x = b.input("x", spec.inputShape());
    Value weights = b.constant(new TestData(1).floats(spec.weightShape()));
    return b.output(b.apply(new Conv(spec.window(), 1, Activation.RELU), x, weights)).build();
  }

  private static Graph tiled() {
    GraphBuilder b = new GraphBuilder("tiled");
    Value y = b.activation(b.input("x", Shape.of(1, 2, 3, 4)), Activation.RELU);
    y = b.apply(new Tile(), y, b.constant(Tensor.vector(1, 1, 2, 2)));
    return b.output(b.activation(y, Activation.SIGMOID)).build();
  }

  @Test
  void aConvolutionWithoutAFastKernelIsNamed() {
    LayerReport slow;
    try (Model model = Model.of(padded(), STRICT.strict(false))) {
      slow =
          model.report().layers().stream()
              .filter(layer -> layer.type().equals("Conv"))
              .findFirst()
              .orElseThrow();
    }
    assertTrue(slow.isSlow(), slow::toString);
    assertTrue(slow.implementation().matches(".*(ref|gemm).*"), slow::toString);
    SlowStepException e = refusal(padded());
    assertEquals(
        "'padded' has slow steps, which strict mode refuses: Conv '"
            + slow.name()
            + "' ("
            + slow.problem()
            + ") by "
            + slow.implementation()
            + "; run it without strict mode to see them all in its report",
        e.getMessage());
    assertEquals(List.of(slow.name()), e.steps().stream().map(LayerReport::name).toList());
  }

  @Test
  void aStepInJavaIsNamed() {
    SlowStepException e = refusal(tiled());
    assertTrue(
        e.getMessage()
            .contains("Tile 'tile_1' ([1, 2, 6, 8]) by java reference: oneDNN has no Tile"),
        e.getMessage());
    assertEquals(1, e.steps().size());
    try (Model model = Model.of(tiled(), STRICT.strict(false))) {
      assertEquals(1, model.report().layers().stream().filter(LayerReport::isSlow).count());
    }
  }

  /** The reference is plain loops by choice: there is nothing to refuse. */
  @Test
  void theReferenceIsNotRefused() {
    try (Model model = Model.of(tiled(), STRICT.backend("reference"))) {
      assertEquals(96, model.run(new float[24]).length);
    }
  }

  private static SlowStepException refusal(Graph graph) {
    return assertThrows(
        SlowStepException.class,
        () -> {
          try (Model model = Model.of(graph, STRICT)) {
            model.report();
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1, 1",
    "mobilenet_v1, 2",
    "mobilenet_v2, 1",
    "mobilenet_v2, 2",
    "resnet50, 1"
  })
  void theClassicsReorderOnlyWhereTheyBeginAndEnd(String name, int batch) {
    // Below AVX2, oneDNN has nothing better for some convolutions than its matrix product.
    assumeFalse(
        Set.of("SSE4.1", "AVX").contains(new OnednnBackend().describe().get("ISA")),
        "an instruction set without fast kernels for every layer");
    Graph graph = Zoo.build(name, 1);
    int size = graph.input("x").dims().get(2);
    Tensor x = new TestData(2).floats(Shape.of(batch, 3, size, size));
    for (boolean tuned : new boolean[] {false, true}) {
      try (Model model = Model.of(graph, STRICT.tuned(tuned))) {
        List<LayerReport> layers = model.reportLike(Map.of("x", x)).layers();
        assertTrue(layers.size() > 20, layers.toString());
        for (int i = 0; i < layers.size(); i++) {
          LayerReport layer = layers.get(i);
          assertTrue(layer.isNative(), layer::toString);
          assertFalse(layer.implementation().contains("ref"), layer::toString);
          assertFalse(
              layer.implementation().replace("brgemm", "").contains("gemm"), layer::toString);
          boolean atAnEnd = i == 0 || i == layers.size() - 1;
          assertTrue(atAnEnd || !layer.type().equals("reorder"), name + " at " + i + ": " + layer);
        }
      }
    }
  }
}
