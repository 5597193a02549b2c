package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Next to nothing is computed, and that right. */
class OverheadBenchmarkTest {
  private static OverheadBenchmark benchmark(OverheadBenchmark.Work work, Engine engine) {
    OverheadBenchmark benchmark = new OverheadBenchmark();
    benchmark.work = work;
    benchmark.engine = engine;
    benchmark.threads = 1;
    return benchmark;
  }

  @ParameterizedTest
  @EnumSource(names = {"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA", "ONNXRUNTIME"})
  void computesWhatTheReferenceDoes(Engine engine) throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      for (OverheadBenchmark.Work work : OverheadBenchmark.Work.values()) {
        OverheadBenchmark benchmark = benchmark(work, engine);
        benchmark.open();
        assertEquals(work.load().outputShape().size(), benchmark.run().remaining());
        benchmark.close();
      }
    }
  }

  @Test
  void refusesALastResultThatDiffers() throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      OverheadBenchmark benchmark = benchmark(OverheadBenchmark.Work.IDENTITY, Engine.SEPCONV_JAVA);
      benchmark.open();
      FloatBuffer output = benchmark.run();
      output.put(0, output.get(0) + 1);
      assertThrows(DisagreementException.class, benchmark::close);
    }
  }

  @ParameterizedTest
  @CsvSource({"IDENTITY, onednn, 1", "IDENTITY, java, 0"})
  void anIdentityIsAsGoodAsEmpty(OverheadBenchmark.Work work, String backend, int steps) {
    try (Model model = Model.of(work.load().graph(), ModelOptions.defaults().backend(backend))) {
      assertEquals(steps, model.report().layers().size());
    }
    assertEquals(0, work.load().macs());
  }

  @Test
  void theConvolutionHasItsMacs() {
    assertEquals(8 * 8 * 4 * 4, OverheadBenchmark.Work.CONVOLUTION.load().macs());
  }
}
