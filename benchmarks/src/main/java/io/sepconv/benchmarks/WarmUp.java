package io.sepconv.benchmarks;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.function.LongSupplier;

/** Runs a task until its times are steady, by the rule of {@code ./sepconv bench}. */
final class WarmUp {
  private static final long BLOCK_NANOS = 100_000_000;
  private static final long LIMIT_NANOS = 5_000_000_000L;
  private static final int BLOCKS = 3;
  private static final double TOLERANCE = 1.05;

  private WarmUp() {}

  /**
   * Runs in blocks of a tenth of a second, at least one run each, until the medians of three blocks
   * in a row lie within 5 % of each other, or 5 seconds have gone.
   *
   * @param clock counts nanoseconds
   * @return whether the times were steady in the end
   */
  static boolean of(Runnable task, LongSupplier clock) {
    Deque<Double> medians = new ArrayDeque<>();
    long start = clock.getAsLong();
    while (true) {
      long[] block = timedRuns(task, BLOCK_NANOS, clock);
      medians.add(Times.median(Arrays.stream(block).asDoubleStream().toArray()));
      if (medians.size() > BLOCKS) {
        medians.remove();
      }
      if (medians.size() == BLOCKS
          && Collections.max(medians) <= TOLERANCE * Collections.min(medians)) {
        return true;
      }
      if (clock.getAsLong() - start >= LIMIT_NANOS) {
        return false;
      }
    }
  }

  /** Runs for as long as the nanoseconds say, at least once, and returns the time of each run. */
  static long[] timedRuns(Runnable task, long nanos, LongSupplier clock) {
    long[] times = new long[64];
    int runs = 0;
    long begin = clock.getAsLong();
    long now = begin;
    do {
      task.run();
      long end = clock.getAsLong();
      if (runs == times.length) {
        times = Arrays.copyOf(times, 2 * runs);
      }
      times[runs++] = end - now;
      now = end;
    } while (now - begin < nanos);
    return Arrays.copyOf(times, runs);
  }
}
