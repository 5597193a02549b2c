package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** By a clock that only the task moves. */
class WarmUpTest {
  private long now;
  private int runs;

  private boolean warmUp(long... millisPerRun) {
    return WarmUp.of(
        () -> now += 1_000_000 * millisPerRun[Math.min(runs++, millisPerRun.length - 1)],
        () -> now);
  }

  @Test
  void endsAfterThreeBlocksThatAreAlike() {
    assertTrue(warmUp(100));
    assertEquals(3, runs);
  }

  @Test
  void theFirstBlocksMayBeSlower() {
    assertTrue(warmUp(300, 200, 104, 100, 100));
    assertEquals(5, runs);
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

  @Test
  void timesEachRun() {
    long[] times = WarmUp.timedRuns(() -> now += 10 + runs++, 30, () -> now);
    assertArrayEquals(new long[] {10, 11, 12}, times);
  }
}
