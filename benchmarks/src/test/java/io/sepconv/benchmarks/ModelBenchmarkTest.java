package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Tensor;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What is timed is compared first with what other engines left. */
class ModelBenchmarkTest {
  private static ModelBenchmark benchmark() {
    ModelBenchmark benchmark = new ModelBenchmark();
    benchmark.network = "mobilenet_v3_small";
    benchmark.engine = Engine.SEPCONV_ONEDNN_F32;
    benchmark.threads = 1;
    benchmark.batch = 1;
    return benchmark;
  }

  @Test
  void runsANetworkAndLeavesItsOutput() throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      ModelBenchmark benchmark = benchmark();
      benchmark.open();
      assertEquals(FakeParticipant.CLASSES, benchmark.run().remaining());
      benchmark.close();
      Tensor other = FakeParticipant.output();
      assertThrows(
          DisagreementException.class,
          () -> folder.agree("mobilenet_v3_small-n1", Engine.ONNXRUNTIME, other));
    }
    assertFalse(Files.exists(SharedFolder.ofThisProcess().path()));
  }

  @Test
  void doesNotTimeWhatDiffers() throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      Tensor other = FakeParticipant.output();
      folder.agree("mobilenet_v3_small-n1", Engine.ONNXRUNTIME, other);
      String message =
          assertThrows(DisagreementException.class, () -> benchmark().open()).getMessage();
      assertTrue(message.contains("SEPCONV_ONEDNN_F32 against ONNXRUNTIME"), message);
    }
  }

  @Test
  void saysWhereTheFolderShouldComeFrom() {
    assertThrows(IllegalStateException.class, SharedFolder::find);
  }
}
