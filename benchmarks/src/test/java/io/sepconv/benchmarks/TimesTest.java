package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    Times.Ratio ratio = ratio(own, other);
    assertEquals(1.5, ratio.median());
    assertEquals(1.5, ratio.lower());
    assertEquals((1.5 + 9) / 2, ratio.upper());
    assertEquals(2.25, ratio.ofMedians(), 1e-12);
    assertEquals(1, ratio(own, own).ofMedians());
  }

  @Test
  void turnsComeInPairs() {
    Times one = times(new long[] {1});
    Times two = times(new long[] {1}, new long[] {1});
    assertEquals(1, ratio(one, two).median());
    assertThrows(IllegalArgumentException.class, () -> ratio(two, one));
  }

  private static Times.Ratio ratio(Times own, Times other) {
    return Times.ratio(List.of(own), List.of(other));
  }

  /** One process of two sets is slow; its turns are held against those beside them. */
  @Test
  void turnsOfOneSetAreCompared() {
    List<Times> own = List.of(times(new long[] {1}, new long[] {1}), times(new long[] {2}));
    List<Times> other =
        List.of(
            times(new long[] {3}, new long[] {3}, new long[] {99}),
            times(new long[] {6}, new long[] {99}));
    Times.Ratio ratio = Times.ratio(own, other);
    assertEquals(List.of(3.0, 3.0, 3.0), List.of(ratio.lower(), ratio.median(), ratio.upper()));
    assertEquals(3, ratio.ofMedians(), 1e-12);
    assertEquals(3, Times.pooled(own).turns());
    assertEquals(4, Times.pooled(own).total());
  }

  /** A process four times as fast has four times the runs in the same time, and counts once. */
  @Test
  void aFastProcessDoesNotHideASlowOne() {
    List<Times> own = List.of(of(1, 1, 1, 1, 1, 1, 1, 1), of(4, 4));
    List<Times> other = List.of(of(4, 4, 4, 4, 4, 4, 4, 4), of(4, 4));
    assertEquals(2, Times.ratio(own, other).ofMedians(), 1e-12);
    assertEquals(2, Times.geometricMean(List.of(1.0, 4.0)), 1e-12);
  }

  /** 9 turns: the first three and the last three count. */
  @Test
  void steadyIsWhatEndsAsItBegan() {
    assertTrue(of(100, 90, 100, 300, 300, 300, 109, 110, 111).steady());
    assertFalse(of(100, 90, 100, 100, 100, 100, 111, 111, 111).steady());
    assertFalse(of(111, 111, 111, 100, 100, 100, 100, 90, 100).steady());
    assertTrue(of(7).steady());
    assertFalse(of(100, 120).steady());
  }

  private static Times of(long... turns) {
    return times(LongStream.of(turns).mapToObj(nanos -> new long[] {nanos}).toArray(long[][]::new));
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
