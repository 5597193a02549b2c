package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {
  private long now;
  private int runs;

  /** Runs of the given milliseconds by a clock of their own; the last goes on for ever. */
  private WarmUp of(long... millis) {
    now = 0;
    runs = 0;
    return WarmUp.of(
        () -> now += millis[Math.min(runs++, millis.length - 1)] * 1_000_000, () -> now);
  }

  @Test
  void endsWhenThreeBlocksAgree() {
    assertEquals(new WarmUp(3, true), of(100));
    assertEquals(new WarmUp(5, true), of(300, 200, 100));
    assertEquals(new WarmUp(4, true), of(106, 100, 105, 100));
    assertEquals(new WarmUp(6, true), of(50));
  }

  @Test
  void endsAfterFiveSeconds() {
    assertEquals(new WarmUp(1, false), of(6000));
    assertEquals(new WarmUp(7, false), of(100, 200, 400, 800, 1000, 1500, 2000));
  }
}
