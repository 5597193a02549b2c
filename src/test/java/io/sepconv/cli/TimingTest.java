package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TimingTest {
  @Test
  void theMedianIsInTheMiddle() {
    assertEquals(5, Timing.median(new long[] {9, 1, 5}));
    assertEquals(4, Timing.median(new long[] {9, 1, 5, 3}));
  }

  @Test
  void aSlowTaskRunsThreeTimesAfterOneWarmUp() {
    AtomicInteger runs = new AtomicInteger();

    Timing timing =
        Timing.of(
            () -> {
              runs.incrementAndGet();
              try {
                Thread.sleep(210);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });

    assertEquals(4, runs.get());
    assertEquals(3, timing.runs());
    assertTrue(timing.nanos() >= 200e6, timing.toString());
  }

  @Test
  void timesHaveAboutThreeDigits() {
    assertEquals("1,234", new Timing(1_234_000_000, 3).millis());
    assertEquals("12.3", new Timing(12_345_000, 3).millis());
    assertEquals("1.23", new Timing(1_234_000, 3).millis());
    assertEquals("0.012", new Timing(12_345, 3).millis());
    assertEquals("1,234.6", new Timing(1_234_567, 3).micros());
  }
}
