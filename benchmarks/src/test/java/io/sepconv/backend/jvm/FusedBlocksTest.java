package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusedBlocksTest {
  @ParameterizedTest
  @CsvSource({"13, 20, 1, 33", "16, 48, 2, 70", "7, 17, 1, 16", "28, 32, 1, 64"})
  void fusedAndNotAreEqualToTheLastBit(int size, int channels, int stride, int out) {
    FusedBlocks.Block block = new FusedBlocks.Block(size, channels, stride, out);
    for (int threads : new int[] {1, 2}) {
      float[] expected = result(block, 0, threads);
      for (int rows : new int[] {2, 4, 8, 16}) {
        assertArrayEquals(expected, result(block, rows, threads), block + " by " + rows);
      }
    }
  }

  private static float[] result(FusedBlocks.Block block, int rows, int threads) {
    FusedBlocks.Variant variant = new FusedBlocks.Variant(block, rows, threads);
    Crew crew = Crew.borrow(threads);
    try {
      variant.run(crew);
    } finally {
      crew.giveBack();
    }
    return variant.result();
  }
}
