package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.Precision;
import io.sepconv.backend.onednn.OnednnBackend;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** BF16 is computed where it is multiplied, refused elsewhere, and replaced by F32 if allowed. */
class PrecisionTest {
  private static final String WAY_OUT =
      "; use F32, or allow it instead (f32Fallback(true), --allow-f32)";

  private static Graph block() {
    GraphBuilder b = new GraphBuilder("block");
    Value x = b.input("x", Shape.of(1, 8, 6, 6));
    ConvLayer layer = ConvLayer.of(new TestData(1).floats(Shape.of(8, 8, 3, 3)));
    return b.output(b.conv(x, layer)).build();
  }

  /** Tries BF16 without and with the fallback on the backend of the first argument. */
  static final class Choose {
    public static void main(String[] args) {
      ModelOptions bf16 = ModelOptions.defaults().backend(args[0]).precision(Precision.BF16);
      try (Model model = Model.of(block(), bf16)) {
        System.out.println("computes in " + model.precision());
      } catch (BackendUnavailableException e) {
        System.out.println("refused: " + e.getMessage());
      }
      Tensor x = new TestData(2).floats(Shape.of(1, 8, 6, 6));
      try (Model model = Model.of(block(), bf16.f32Fallback(true))) {
        Agreement agreement = Agreement.of(GraphRunner.run(block(), x).get(0), model.run(x));
        System.out.println(
            "falls back to "
                + model.precision()
                + ", reports "
                + model.report().precision()
                + ", agrees "
                + agreement.within(Agreement.F32));
      }
    }
  }

  @NativeTest
  @ParameterizedTest
  @CsvSource({"AVX512_CORE, AVX-512", "AVX2, AVX2", "SSE41, SSE4.1"})
  void olderInstructionSetsRefuse(String limit, String name) throws Exception {
    assumeTrue(
        !limit.equals("AVX512_CORE") || new OnednnBackend().supports(Precision.BF16).yes(),
        "this processor may have no AVX-512 to stop at");
    ChildJvm.Result result =
        ChildJvm.run(
            Map.of("ONEDNN_MAX_CPU_ISA", limit),
            List.of("--enable-native-access=ALL-UNNAMED"),
            List.of(),
            Choose.class,
            "onednn");
    assertEquals(0, result.exitCode(), result.output());
    List<String> lines = result.output().lines().toList();
    assertEquals(2, lines.size(), result.output());
    assertTrue(
        lines
            .get(0)
            .startsWith(
                "refused: backend onednn cannot compute in BF16 here: the instruction set in use is "
                    + name
                    + ", and only AVX-512 with BF16"),
        result.output());
    assertTrue(lines.get(0).endsWith(WAY_OUT), result.output());
    assertEquals("falls back to F32, reports F32, agrees true", lines.get(1));
  }

  @Test
  void theReferenceRefuses() {
    ModelOptions bf16 = ModelOptions.defaults().backend("reference").precision(Precision.BF16);
    String message =
        assertThrows(BackendUnavailableException.class, () -> Model.of(block(), bf16)).getMessage();
    assertTrue(message.startsWith("backend reference "), message);
    assertTrue(message.contains("F32 only") && message.endsWith(WAY_OUT), message);
    try (Model model = Model.of(block(), bf16.f32Fallback(true))) {
      assertEquals(Precision.F32, model.precision());
      assertEquals(Precision.F32, model.report().precision());
      Tensor x = new TestData(2).floats(Shape.of(1, 8, 6, 6));
      assertEquals(GraphRunner.run(block(), x).get(0), model.run(x));
    }
  }
}
