package io.sepconv.cli;

import java.util.Arrays;
import java.util.Locale;

/**
 * How long a task takes: the median of several runs after a warm-up.
 *
 * @param nanos the median, in nanoseconds
 * @param runs how many runs it is the median of
 */
record Timing(double nanos, int runs) {
  private static final long WARM_UP_NANOS = 100_000_000;
  private static final long BUDGET_NANOS = 200_000_000;
  private static final int MIN_RUNS = 3;
  private static final int MAX_RUNS = 2000;

  /**
   * Runs a task for a tenth of a second at least once to warm up, then for 0.2 s but at least 3
   * times and at most 2000 times.
   */
  static Timing of(Runnable task) {
    long warm = System.nanoTime();
    do {
      task.run();
    } while (System.nanoTime() - warm < WARM_UP_NANOS);
    long[] nanos = new long[MAX_RUNS];
    int runs = 0;
    long start = System.nanoTime();
    while (runs < MAX_RUNS && (runs < MIN_RUNS || System.nanoTime() - start < BUDGET_NANOS)) {
      long before = System.nanoTime();
      task.run();
      nanos[runs++] = System.nanoTime() - before;
    }
    return new Timing(median(Arrays.copyOf(nanos, runs)), runs);
  }

  /** The middle of the values, or the mean of the two in the middle. */
  static double median(long[] values) {
    long[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
  }

  /** Milliseconds with about three digits. */
  String millis() {
    double millis = nanos / 1e6;
    int decimals = millis >= 100 ? 0 : millis >= 10 ? 1 : millis >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", millis);
  }

  /** Microseconds with one decimal. */
  String micros() {
    return String.format(Locale.ROOT, "%,.1f", nanos / 1e3);
  }
}
