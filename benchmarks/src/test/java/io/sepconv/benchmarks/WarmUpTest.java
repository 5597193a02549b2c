package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** By clocks that only the task moves. */
class WarmUpTest {
  private long now;
  private int runs;

  /** Nothing is compiled. */
  private boolean warmUp(long... millisPerRun) {
    return warmUp(() -> 0, millisPerRun);
  }

  private boolean warmUp(LongSupplier compiling, long... millisPerRun) {
    return WarmUp.of(
        () -> now += 1_000_000 * millisPerRun[Math.min(runs++, millisPerRun.length - 1)],
        () -> now,
        compiling);
  }

  @Test
  void endsAfterThreeBlocksThatAreAlike() {
    assertTrue(warmUp(1400, 100));
    assertEquals(4, runs);
  }

  @Test
  void theFirstBlocksMayBeSlower() {
    assertTrue(warmUp(1400, 300, 200, 104, 100, 100));
    assertEquals(6, runs);
  }

  @Test
  void lastsLongEnoughToSeeWhatIsCompiled() {
    assertTrue(warmUp(100));
    assertEquals(15, runs);
  }

  /** The compiler takes 40 ms of each 100 for 2 s; 40 ms of 1.5 s do not matter, 80 do. */
  @Test
  void waitsUntilTheCompilerIsIdle() {
    assertTrue(warmUp(() -> Math.min(now, 2_000_000_000L) * 4 / 10_000_000, 100));
    assertEquals(34, runs);
  }

  /** A method is counted when it is finished: more than a second of steady slow runs before. */
  @Test
  void doesNotEndBeforeTheFastCodeIsThere() {
    assertTrue(warmUp(() -> now < 1_200_000_000 ? 0 : 1100, 1200, 1));
    assertEquals(2_700_000_000L, now);
  }

  @Test
  void givesUpAfterFiveSeconds() {
    long[] growing = new long[100];
    for (int i = 0; i < growing.length; i++) {
      growing[i] = 100 + 10 * i;
    }
    assertFalse(warmUp(growing));
    assertEquals(5, now / 1_000_000_000);
  }

  /** Three of them do not fit: it is told by those that do. */
  @Test
  void slowRunsMayBeSteadyToo() {
    assertTrue(warmUp(2600));
    assertEquals(2, runs);
    runs = 0;
    assertTrue(warmUp(9000));
    assertEquals(1, runs);
    runs = 0;
    assertFalse(warmUp(3000, 2000));
    runs = 0;
    assertFalse(warmUp(() -> now / 10_000_000, 6000), "the compiler is busy");
  }

  @Test
  void givesUpAfterTenWhereTheCompilerIsBusy() {
    assertFalse(warmUp(() -> now / 10_000_000, 100));
    assertEquals(100, runs);
  }

  @Test
  void timesEachRun() {
    long[] times = WarmUp.timedRuns(() -> now += 10 + runs++, 30, () -> now);
    assertArrayEquals(new long[] {10, 11, 12}, times);
  }
}
