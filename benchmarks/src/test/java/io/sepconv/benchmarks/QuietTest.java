package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietTest {
  private int told;
  private int asked;
  private final Quiet quiet = new Quiet(() -> told++);

  @Test
  void waitsUntilNoTimeIsTaken() {
    quiet.await(() -> Duration.ofMillis(Math.min(3, asked++)));
    assertEquals(5, asked);
    assertEquals(0, told);
  }

  @Test
  void tellsOnceThatItIsNeverQuiet() {
    quiet.await(() -> Duration.ofMillis(asked++));
    assertEquals(21, asked);
    quiet.await(() -> Duration.ofMillis(asked++));
    assertEquals(1, told);
  }
}
