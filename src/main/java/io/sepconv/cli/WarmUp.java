package io.sepconv.cli;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Runs a task until its times are steady: in blocks of a tenth of a second, at least one run each,
 * until the medians of three blocks in a row lie within 5 % of each other, or 5 seconds have gone.
 *
 * @param runs how many runs it took
 * @param steady whether the times were steady in the end
 */
record WarmUp(int runs, boolean steady) {
  private static final long BLOCK_NANOS = 100_000_000;
  private static final long LIMIT_NANOS = 5_000_000_000L;
  private static final int BLOCKS = 3;
  private static final double TOLERANCE = 1.05;

  /** What to say of it in a help text. */
  static final String RULE =
      "The warm-up runs in blocks of 0.1 s; it ends when the medians of three blocks in a row lie"
          + " within 5 %% of each other, or after 5 s.";

  static WarmUp of(Runnable task) {
    return of(task, System::nanoTime);
  }

  /** The same by another clock, which counts nanoseconds. */
  static WarmUp of(Runnable task, LongSupplier clock) {
    Deque<Double> medians = new ArrayDeque<>();
    long start = clock.getAsLong();
    int runs = 0;
    while (true) {
      RunTimes block = new RunTimes();
      long begin = clock.getAsLong();
      long now = begin;
      do {
        task.run();
        long end = clock.getAsLong();
        block.add(end - now);
        now = end;
      } while (now - begin < BLOCK_NANOS);
      runs += block.runs();
      medians.add(block.medianMillis());
      if (medians.size() > BLOCKS) {
        medians.remove();
      }
      if (medians.size() == BLOCKS
          && Collections.max(medians) <= TOLERANCE * Collections.min(medians)) {
        return new WarmUp(runs, true);
      }
      if (now - start >= LIMIT_NANOS) {
        return new WarmUp(runs, false);
      }
    }
  }
}
