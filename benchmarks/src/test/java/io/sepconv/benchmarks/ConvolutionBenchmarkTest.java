package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is timed is checked first, on every engine. */
class ConvolutionBenchmarkTest {
  private static ConvolutionBenchmark benchmark(Engine engine) {
    ConvolutionBenchmark benchmark = new ConvolutionBenchmark();
    benchmark.problem = "g4mb1ic4ih7oc4oh4kh3sh2ph1 + mb1ic4ih4oc6oh4kh1";
    benchmark.engine = engine;
    benchmark.threads = 1;
    return benchmark;
  }

  @ParameterizedTest
  @EnumSource(names = {"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA", "SEPCONV_REFERENCE", "ONNXRUNTIME"})
  void runsASmallBlock(Engine engine) throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      ConvolutionBenchmark benchmark = benchmark(engine);
      benchmark.open();
      Arithmetic done = new Arithmetic();
      assertEquals(6 * 4 * 4, benchmark.run(done).remaining());
      benchmark.run(done);
      assertEquals(2 * 2 * (4 * 16 * 9 + 6 * 16 * 4), done.flop);
      benchmark.close();
    }
  }

  @Test
  void refusesALastResultThatDiffers() throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      ConvolutionBenchmark benchmark = benchmark(Engine.SEPCONV_REFERENCE);
      benchmark.open();
      FloatBuffer output = benchmark.run(new Arithmetic());
      output.put(1, Float.NaN);
      String message = assertThrows(DisagreementException.class, benchmark::close).getMessage();
      assertTrue(message.startsWith("g4mb1ic4ih7oc4oh4kh3sh2ph1"), message);
    }
  }
}
