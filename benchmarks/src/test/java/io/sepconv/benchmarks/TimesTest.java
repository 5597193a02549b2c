package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimesTest {
  private static final double MILLI = 1_000_000;

  @Test
  void countsAllRunsOfAllTurns() {
    Times times = times(new long[] {4_000_000, 1_000_000}, new long[] {3_000_000, 9_000_000});
    assertEquals(4, times.runs());
    assertEquals(2, times.turns());
    assertEquals(17 * MILLI, times.total());
    assertEquals(3.5, times.medianMillis());
    assertEquals(1, times.minMillis());
    assertEquals(9, times.p99Millis());
  }

  @Test
  void ninetyNineOfAHundredDoNotExceedP99() {
    Times times = times(LongStream.rangeClosed(1, 200).map(i -> i * 1_000_000).toArray());
    assertEquals(198, times.p99Millis());
    assertEquals(100.5, times.medianMillis());
  }

  /** The machine is half as fast in the second round, and the other lost time in the third. */
  @Test
  void theRatioByTurnDoesNotSeeADriftOfTheMachine() {
    Times own =
        times(new long[] {1_000_000, 1_000_000}, new long[] {2_000_000}, new long[] {1_000_000});
    Times other =
        times(new long[] {1_500_000, 1_500_000}, new long[] {3_000_000}, new long[] {9_000_000});
    Times.Ratio ratio = own.over(other);
    assertEquals(1.5, ratio.median());
    assertEquals(1.5, ratio.lower());
    assertEquals((1.5 + 9) / 2, ratio.upper());
    assertEquals(2.25, ratio.ofMedians());
    assertEquals(new Times.Ratio(1, 1, 1, 1), own.over(own));
  }

  @Test
  void turnsComeInPairs() {
    Times one = times(new long[] {1});
    Times two = times(new long[] {1}, new long[] {1});
    assertEquals(1, one.over(two).median());
    assertThrows(IllegalArgumentException.class, () -> two.over(one));
  }

  @Test
  void quantilesLieBetweenValues() {
    double[] values = {40, 10, 30, 20};
    assertEquals(10, Times.quantile(values, 0));
    assertEquals(17.5, Times.quantile(values, 0.25));
    assertEquals(25, Times.quantile(values, 0.5));
    assertEquals(40, Times.quantile(values, 1));
    assertEquals(5, Times.quantile(new double[] {5}, 0.25));
  }

  private static Times times(long[]... turns) {
    Times times = new Times();
    for (long[] turn : turns) {
      times.add(turn);
    }
    return times;
  }
}
