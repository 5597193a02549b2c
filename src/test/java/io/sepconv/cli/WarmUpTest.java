package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** By clocks that only the task moves. */
class WarmUpTest {
  private long now;
  private int runs;

  /** Runs of the given milliseconds; the last goes on for ever. Nothing is compiled. */
  private WarmUp of(long... millis) {
    return of(() -> 0, millis);
  }

  private WarmUp of(LongSupplier compiling, long... millis) {
    now = 0;
    runs = 0;
    return WarmUp.of(
        () -> now += millis[Math.min(runs++, millis.length - 1)] * 1_000_000, () -> now, compiling);
  }

  private void assertEnds(int runs, boolean steady, WarmUp warmUp) {
    assertEquals(runs, warmUp.times().runs());
    assertEquals(steady, warmUp.steady());
  }

  /** As long before the end as it takes to know that nothing is compiled. */
  private static long[] after1400(long... millis) {
    return LongStream.concat(LongStream.of(1400), Arrays.stream(millis)).toArray();
  }

  @Test
  void endsWhenThreeBlocksAgree() {
    assertEnds(4, true, of(after1400(100)));
    assertEnds(6, true, of(after1400(300, 200, 100)));
    assertEnds(5, true, of(after1400(106, 100, 105, 100)));
    assertEnds(7, true, of(after1400(50)));
  }

  @Test
  void keepsTheTimesOfAllRuns() {
    RunTimes times = of(after1400(300, 200, 100)).times();
    assertEquals(1_400_000_000, times.nanos(0));
    assertEquals(300_000_000, times.nanos(1));
    assertEquals(100_000_000, times.nanos(5));
  }

  @Test
  void lastsLongEnoughToSeeWhatIsCompiled() {
    assertEnds(15, true, of(100));
    assertEnds(30, true, of(50));
  }

  /** The compiler takes 40 ms of each 100 for 2 s; 40 ms of 1.5 s do not matter, 80 do. */
  @Test
  void waitsUntilTheCompilerIsIdle() {
    assertEnds(34, true, of(() -> Math.min(now, 2_000_000_000L) * 4 / 10_000_000, 100));
  }

  /** A method is counted when it is finished, after more than a second of steady slow runs. */
  @Test
  void aSteadyTimeBeforeTheFastCodeIsThereIsNotTheEnd() {
    long[] millis = new long[13];
    Arrays.fill(millis, 100);
    millis[12] = 1;
    WarmUp warmUp = of(() -> now < 1_200_000_000 ? 0 : 1100, millis);
    assertTrue(warmUp.steady());
    assertEquals(1_000_000, warmUp.times().nanos(warmUp.times().runs() - 1));
    assertEquals(2_700_000_000L, now);
  }

  @Test
  void endsAfterFiveSecondsOrTenWhileSomethingIsCompiled() {
    assertEnds(1, false, of(6000));
    assertEnds(5, false, of(100, 200, 1200, 2000, 3000, 4000));
    assertEnds(100, false, of(() -> now / 10_000_000, 100));
    assertEnds(38, false, of(() -> Math.min(now, 6_000_000_000L) / 10_000_000, growing()));
  }

  /** Runs of a tenth of a second, each 3 % longer than the one before. */
  private static long[] growing() {
    return LongStream.range(0, 200).map(i -> (long) (100 * Math.pow(1.03, i))).toArray();
  }

  private static WarmUp runs(long... millis) {
    RunTimes times = new RunTimes();
    Arrays.stream(millis).forEach(time -> times.add(time * 1_000_000));
    return new WarmUp(times, true);
  }

  /** Runs of milliseconds, each so often. */
  private static WarmUp repeated(long... millisAndCounts) {
    LongStream all = LongStream.empty();
    for (int i = 0; i < millisAndCounts.length; i += 2) {
      long millis = millisAndCounts[i];
      all = LongStream.concat(all, LongStream.generate(() -> millis).limit(millisAndCounts[i + 1]));
    }
    return runs(all.toArray());
  }

  private static void assertWarm(double millis, WarmUp warmUp, double steady) {
    assertEquals(OptionalDouble.of(millis), warmUp.warmMillis(steady));
  }

  @Test
  void isWarmAtTheEndOfTheFirstFastRun() {
    assertWarm(350, repeated(100, 3, 50, 10), 50);
    assertWarm(50, repeated(50, 10), 50);
    assertWarm(50, runs(50), 50);
  }

  @Test
  void aFirstRunThatIsSlowAloneIsPartOfIt() {
    assertWarm(250, repeated(200, 1, 50, 10), 50);
  }

  @Test
  void tenPercentMoreAreWarm() {
    assertWarm(5 * 56 + 55, repeated(56, 5, 55, 10), 50);
  }

  @Test
  void runsThatWereInterruptedDoNotCount() {
    assertWarm(350, repeated(100, 3, 50, 5, 900, 1, 50, 5), 50);
    assertWarm(350, repeated(100, 3, 50, 5, 900, 2, 50, 5), 50);
    assertWarm(300 + 250 + 2700 + 50, repeated(100, 3, 50, 5, 900, 3, 50, 5), 50);
  }

  /** A tenth of what comes after the first fast run may be slow: 180 of 1800 ms. */
  @Test
  void aMomentOnASlowerProcessorDoesNotCount() {
    assertWarm(50, repeated(50, 11, 60, 3, 50, 23), 50);
    assertWarm(50 * 11 + 60 * 3 + 50, repeated(50, 11, 60, 3, 50, 22), 50);
  }

  /** Of short runs more stand around one than two on each side. */
  @Test
  void aSliceOfTheProcessorThatIsLostDoesNotCount() {
    assertWarm(1, repeated(1, 20, 4, 5, 1, 20), 1);
    assertWarm(161, repeated(4, 40, 1, 100), 1);
  }

  @Test
  void isNotReachedWhereTheLastRunsAreSlow() {
    assertFalse(repeated(100, 10).warmMillis(50).isPresent());
    assertFalse(repeated(50, 10, 100, 3).warmMillis(50).isPresent());
    assertWarm(50, repeated(50, 10, 100, 1), 50);
  }
}
