package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is timed is checked first, on every backend. */
class ConvolutionBenchmarkTest {
  @ParameterizedTest
  @ValueSource(strings = {"onednn", "java", "reference"})
  void runsASmallBlock(String backend) throws Exception {
    ConvolutionBenchmark benchmark = new ConvolutionBenchmark();
    benchmark.problem = "g4mb1ic4ih7oc4oh4kh3sh2ph1 + mb1ic4ih4oc6oh4kh1";
    benchmark.backend = backend;
    benchmark.threads = 1;
    benchmark.open();
    assertEquals(6 * 4 * 4, benchmark.run().remaining());
    benchmark.close();
  }

  @Test
  void refusesAResultThatDiffers() {
    Tensor expected = Tensor.of(Shape.of(2), 1f, 2f);
    ConvolutionBenchmark.requireAgreement(expected, FloatBuffer.wrap(new float[] {1, 2}));
    for (float wrong : new float[] {2.001f, Float.NaN}) {
      assertThrows(
          IllegalStateException.class,
          () ->
              ConvolutionBenchmark.requireAgreement(
                  expected, FloatBuffer.wrap(new float[] {1, wrong})));
    }
  }
}
