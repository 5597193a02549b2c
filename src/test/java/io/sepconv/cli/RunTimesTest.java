package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RunTimesTest {
  private static RunTimes count(int runs) {
    RunTimes times = new RunTimes();
    for (int i = runs; i >= 1; i--) {
      times.add(i * 1_000_000L);
    }
    return times;
  }

  @Test
  void theHundredthRunIsBeyondTheLimit() {
    assertEquals(99, count(100).p99Millis());
    assertEquals(100, count(101).p99Millis());
    assertEquals(4950, count(5000).p99Millis());
    assertEquals(3, count(3).p99Millis());
    assertEquals(1, count(1).p99Millis());
  }

  @Test
  void summaries() {
    RunTimes times = count(4);
    assertEquals(1, times.minMillis());
    assertEquals(2.5, times.medianMillis());
    assertEquals(4, times.runs());
    assertEquals(10_000_000, times.total());
  }
}
