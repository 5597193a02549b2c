package io.sepconv.benchmarks;

import io.sepconv.backend.CompileOptions;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.file.Path;

/**
 * What an engine is asked to run.
 *
 * @param model an ONNX file of one f32 input and one f32 output
 * @param input what it reads at every run
 * @param outputShape what it gives for that
 * @param threads of one run
 * @param callers that run at the same time, each on a session of its own
 */
public record Task(Path model, Tensor input, Shape outputShape, int threads, int callers) {
  private static final int MAX_CALLERS = 1024;

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException if one is below 1 or far beyond what a machine has
   */
  public Task {
    checkCounts(threads, callers);
  }

  static void checkCounts(int threads, int callers) {
    CompileOptions.checkThreads(threads);
    if (callers < 1 || callers > MAX_CALLERS) {
      throw new IllegalArgumentException(
          "callers must lie in 1.." + MAX_CALLERS + ", not " + callers);
    }
  }
}
