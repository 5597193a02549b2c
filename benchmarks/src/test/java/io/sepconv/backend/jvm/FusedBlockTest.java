package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A block as one kernel gives what its convolutions give one after the other, bit by bit. */
class FusedBlockTest {
  /** Sizes that no block of rows and no tile divides, and channels that no vector divides. */
  @ParameterizedTest
  @CsvSource({
    "12, 28, 32, 0, 64, 3, 1, 1",
    "27, 37, 19, 0, 23, 3, 1, 1",
    "27, 37, 48, 0, 48, 3, 2, 1",
    "17, 9, 33, 0, 80, 5, 1, 2",
    "18, 11, 16, 0, 16, 5, 2, 2",
    "11, 8, 64, 0, 16, 3, 1, 0",
    "9, 7, 256, 0, 256, 3, 1, 1",
    "28, 12, 16, 96, 24, 3, 2, 1",
    "27, 15, 24, 144, 24, 3, 1, 1",
    "29, 13, 23, 37, 19, 3, 2, 1",
    "17, 9, 20, 50, 20, 5, 1, 2",
    "23, 14, 16, 48, 40, 5, 2, 2",
    "5, 5, 64, 384, 64, 3, 1, 1",
  })
  void equalsKernelAfterKernel(
      int height, int width, int in, int wide, int out, int kernel, int stride, int pad) {
    int high = (height + 2 * pad - kernel) / stride + 1;
    int broad = (width + 2 * pad - kernel) / stride + 1;
    int between = wide == 0 ? in : wide;
    String text =
        (wide == 0 ? "" : pointwise(in, wide, height, width) + " + ")
            + String.format(
                "g%1$dmb1ic%1$dih%2$diw%3$doc%1$doh%4$dow%5$dkh%6$dkw%6$dsh%7$dsw%7$dph%8$dpw%8$d",
                between, height, width, high, broad, kernel, stride, pad)
            + " + "
            + pointwise(between, out, high, broad);
    BlockShape shape = BlockShape.parse(text);
    for (int threads : new int[] {1, 2, 3}) {
      Crew crew = Crew.borrow(threads);
      float[] expected = run(BlockPlan.of(shape, 0, threads), crew);
      if (threads == 1) {
        assertAgreement(shape, expected);
      }
      for (int rows : new int[] {1, 2, 3, 4, 7, 8, 16, 100}) {
        BlockPlan plan = BlockPlan.of(shape, rows, threads);
        for (int run = 0; run < 3; run++) {
          assertArrayEquals(
              expected,
              run(plan, crew),
              text + ", " + rows + " rows, " + threads + " threads, run " + run);
        }
      }
      crew.giveBack();
    }
  }

  private static float[] run(BlockPlan plan, Crew crew) {
    plan.clearResult();
    plan.run(crew);
    return plan.result();
  }

  private static String pointwise(int in, int out, int height, int width) {
    return String.format(
        "mb1ic%1$dih%3$diw%4$doc%2$doh%3$dow%4$dkh1kw1ph0pw0", in, out, height, width);
  }

  private static void assertAgreement(BlockShape shape, float[] actual) {
    Graph graph = shape.graph();
    try (Model model = Model.of(graph, ModelOptions.defaults().backend("reference"))) {
      Tensor expected = model.run(shape.input());
      Agreement agreement = Agreement.of(expected, Tensor.of(expected.shape(), actual));
      assertTrue(agreement.within(Agreement.F32), shape + ": " + agreement.describe());
    }
  }

  @Test
  void theBenchmarkRunsAndRefusesWhatDiffers() {
    FusedBlockBenchmark benchmark = new FusedBlockBenchmark();
    benchmark.shape = "g4mb1ic4ih7oc4oh4kh3sh2ph1 + mb1ic4ih4oc6oh4kh1";
    benchmark.rows = 2;
    benchmark.threads = 2;
    benchmark.open();
    benchmark.run();
    benchmark.close();
    float[] some = {1, 2};
    for (float wrong : new float[] {Math.nextUp(2f), Float.NaN}) {
      assertThrows(
          IllegalStateException.class,
          () -> FusedBlockBenchmark.requireEqual(some, new float[] {1, wrong}));
    }
  }

  @Test
  void theTableHasALineForEachStateOfTheCaches() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String shape = "mb1ic4ih8oc8kh1 + g8mb1ic8ih8oc8oh4kh3sh2ph1 + mb1ic8ih4oc4kh1";
    int status =
        FusedBlockTable.run(
            new PrintWriter(out),
            new PrintWriter(err),
            "--rounds",
            "3",
            "--rows",
            "2,4",
            "--shape",
            shape);
    assertEquals(0, status, err::toString);
    assertEquals(
        2, out.toString().lines().filter(line -> line.startsWith("8x8 4-8-4 stride 2 ")).count());
  }

  @Test
  void aShapeThatIsNoneIsOneLineAndTwo() {
    StringWriter err = new StringWriter();
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    assertEquals(
        2, FusedBlockTable.run(nowhere, new PrintWriter(err, true), "--shape", "mb1ic4ih4oc6kh1"));
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertTrue(err.toString().startsWith("fusedblocktable: "), err::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "mb1ic4ih4oc6kh1 + g6mb1ic6ih4oc6kh3ph1, a block is",
    "g4mb1ic4ih7oc4kh3sh2ph1 + mb1ic4ih7oc6kh1, reads",
    "g4mb2ic4ih4oc4kh3ph1 + mb2ic4ih4oc6kh1, mb1 alone",
  })
  void whatIsNoBlockIsRefused(String text, String reason) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> BlockShape.parse(text)).getMessage();
    assertTrue(message.contains(reason), message);
  }
}
