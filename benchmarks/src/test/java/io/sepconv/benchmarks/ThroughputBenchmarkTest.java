package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** As JMH runs it, in this process: callers start, run and end together. */
class ThroughputBenchmarkTest {
  private static final int CALLERS = 3;

  private static Collection<RunResult> run(Engine engine) throws RunnerException {
    return new Runner(
            new OptionsBuilder()
                .include(ThroughputBenchmark.class.getName())
                .param("network", "mobilenet_v3_small")
                .param("engine", engine.name())
                .param("threads", "1")
                .threads(CALLERS)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(50))
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build())
        .run();
  }

  @ParameterizedTest
  @EnumSource(names = {"SEPCONV_ONEDNN_F32", "SEPCONV_JAVA", "ONNXRUNTIME"})
  void allCallersRun(Engine engine) throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      RunResult result = run(engine).iterator().next();
      assertEquals(CALLERS, result.getParams().getThreads());
      assertEquals("ops/s", result.getPrimaryResult().getScoreUnit());
      assertTrue(result.getPrimaryResult().getScore() > 0);
    }
  }

  @Test
  void doesNotTimeWhatDiffers() throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      folder.agree("mobilenet_v3_small-n1", Engine.ONNXRUNTIME, FakeParticipant.output());
      assertThrows(RunnerException.class, () -> run(Engine.SEPCONV_ONEDNN_F32));
    }
  }
}
