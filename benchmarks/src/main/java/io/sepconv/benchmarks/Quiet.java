package io.sepconv.benchmarks;

import java.time.Duration;
import java.util.function.Supplier;

/** Waits between two turns until the threads of the runs that have ended no longer spin. */
final class Quiet {
  /** Longer than the 10 ms in which Linux counts processor time. */
  private static final long QUIET_MILLIS = 50;

  /** After as many waits a process that is never quiet plays all the same. */
  private static final int MAX_WAITS = 20;

  private final Runnable never;
  private boolean told;

  /** Tells once if a wait was in vain. */
  Quiet(Runnable never) {
    this.never = never;
  }

  /**
   * Waits for {@value #QUIET_MILLIS} ms in which no processor time is taken, but for {@value
   * #MAX_WAITS} times as long at most.
   */
  void await(Supplier<Duration> processorTime) {
    try {
      Duration before = null;
      Duration now = processorTime.get();
      for (int i = 0; i < MAX_WAITS && !now.equals(before); i++) {
        Thread.sleep(QUIET_MILLIS);
        before = now;
        now = processorTime.get();
      }
      if (!now.equals(before) && !told) {
        told = true;
        never.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted between two turns", e);
    }
  }
}
