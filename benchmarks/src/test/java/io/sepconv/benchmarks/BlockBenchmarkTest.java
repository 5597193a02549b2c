package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The forms of a block have equal input and output, and the arithmetic that theory says. */
class BlockBenchmarkTest {
  private static final int CHANNELS = 19;
  private static final int SIZE = 7;

  @ParameterizedTest
  @CsvSource({
    "DIRECT, 9 * 19 * 19, 3249",
    "SPATIALLY_SEPARABLE, 2 * 3 * 19 * 19, 2166",
    "DEPTHWISE_SEPARABLE, 9 * 19 + 19 * 19, 532",
    "INVERTED_RESIDUAL, 6 * (2 * 19 * 19 + 9 * 19), 5358",
  })
  void readsAndGivesTheSame(BlockForm form, String formula, long macsOfAPixel) {
    Problem block = form.at(CHANNELS, SIZE);
    Shape shape = Shape.of(1, CHANNELS, SIZE, SIZE);
    assertEquals(macsOfAPixel * SIZE * SIZE, block.macs(), formula);
    assertEquals(shape, block.input().shape());
    Workload work = Workload.of(block.toString(), 1);
    assertEquals(shape, work.outputShape());
    assertEquals(block.macs(), work.macs());
    assertEquals(block, Problem.parse(work.name()));
  }

  @Test
  void theInputIsAddedToAnInvertedResidualAlone() {
    for (BlockForm form : BlockForm.values()) {
      assertEquals(form == BlockForm.INVERTED_RESIDUAL, form.at(CHANNELS, SIZE).residual());
    }
  }

  @ParameterizedTest
  @EnumSource
  void computesWhatTheReferenceDoes(BlockForm form) throws Exception {
    try (SharedFolder folder = SharedFolder.create()) {
      for (Engine engine :
          new Engine[] {Engine.SEPCONV_ONEDNN_F32, Engine.SEPCONV_JAVA, Engine.ONNXRUNTIME}) {
        BlockBenchmark benchmark = new BlockBenchmark();
        benchmark.form = form;
        benchmark.engine = engine;
        benchmark.channels = CHANNELS;
        benchmark.size = SIZE;
        benchmark.threads = 1;
        benchmark.open();
        Arithmetic done = new Arithmetic();
        assertEquals(CHANNELS * SIZE * SIZE, benchmark.run(done).remaining());
        assertEquals(2 * form.at(CHANNELS, SIZE).macs(), done.flop);
        benchmark.close();
      }
    }
  }
}
