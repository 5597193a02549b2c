package io.sepconv.cli;

import java.util.Arrays;
import java.util.Objects;

/** The times of a task's runs, in nanoseconds, and what is told of them in milliseconds. */
final class RunTimes {
  private long[] nanos = new long[1024];
  private int runs;
  private long total;

  /** Adds a run. */
  void add(long time) {
    if (runs == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * runs);
    }
    nanos[runs++] = time;
    total += time;
  }

  int runs() {
    return runs;
  }

  /** Nanoseconds of one run; the first is number 0. */
  long nanos(int run) {
    return nanos[Objects.checkIndex(run, runs)];
  }

  /** Nanoseconds of all runs together. */
  long total() {
    return total;
  }

  /** The middle of the times, or the mean of the two in the middle; at least one run is needed. */
  double medianMillis() {
    return Timing.median(Arrays.copyOf(nanos, runs)) / 1e6;
  }

  /** The shortest time. */
  double minMillis() {
    return percentileMillis(0);
  }

  /** The smallest of the times that at least 99 of 100 runs do not exceed. */
  double p99Millis() {
    return percentileMillis(99);
  }

  private double percentileMillis(int percent) {
    long[] sorted = Arrays.copyOf(nanos, runs);
    Arrays.sort(sorted);
    int rank = (int) (((long) percent * runs + 99) / 100);
    return sorted[Math.max(0, rank - 1)] / 1e6;
  }
}
