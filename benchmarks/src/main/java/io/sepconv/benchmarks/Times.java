package io.sepconv.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The times of a contestant's runs, in nanoseconds, turn by turn. */
final class Times {
  private final List<long[]> turns = new ArrayList<>();
  private long total;

  /**
   * How much faster one is than another: the other's time over its own, so that more is better.
   *
   * @param ofMedians the medians of all runs, one over the other
   * @param median the median over the rounds of what the medians of the two turns of a round give
   * @param lower a quarter of the rounds give less
   * @param upper a quarter of the rounds give more
   */
  record Ratio(double ofMedians, double median, double lower, double upper) {}

  /** Adds a turn of at least one run. */
  void add(long[] nanos) {
    turns.add(nanos.clone());
    total += Arrays.stream(nanos).sum();
  }

  /** Nanoseconds of all runs together. */
  long total() {
    return total;
  }

  int turns() {
    return turns.size();
  }

  int runs() {
    return turns.stream().mapToInt(turn -> turn.length).sum();
  }

  /** The middle of the times, or the mean of the two in the middle. */
  double medianMillis() {
    return median(all()) / 1e6;
  }

  double minMillis() {
    return Arrays.stream(all()).min().orElseThrow() / 1e6;
  }

  /** The smallest of the times that at least 99 of 100 runs do not exceed. */
  double p99Millis() {
    double[] sorted = all();
    Arrays.sort(sorted);
    return sorted[(99 * sorted.length + 99) / 100 - 1] / 1e6;
  }

  /** The time that a share, 0 to 1, of the runs do not exceed. */
  double quantileMillis(double share) {
    return quantile(all(), share) / 1e6;
  }

  private double[] all() {
    return turns.stream().flatMapToLong(Arrays::stream).asDoubleStream().toArray();
  }

  /** How much faster these are than the other's, which had at least as many turns. */
  Ratio over(Times other) {
    if (turns() > other.turns()) {
      throw new IllegalArgumentException(turns() + " turns are no pairs with " + other.turns());
    }
    double[] rounds = new double[turns()];
    for (int i = 0; i < rounds.length; i++) {
      rounds[i] = median(other.turn(i)) / median(turn(i));
    }
    return new Ratio(
        other.first(turns()).medianMillis() / medianMillis(),
        median(rounds),
        quantile(rounds, 0.25),
        quantile(rounds, 0.75));
  }

  /** Those of the first turns alone: what ran in the same rounds. */
  private Times first(int count) {
    Times some = new Times();
    turns.subList(0, count).forEach(some::add);
    return some;
  }

  private double[] turn(int index) {
    return Arrays.stream(turns.get(index)).asDoubleStream().toArray();
  }

  /** The middle of the values, or the mean of the two in the middle. */
  static double median(double[] values) {
    return quantile(values, 0.5);
  }

  /** The value at a share, 0 to 1, of the way through the sorted ones, interpolated linearly. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double position = share * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }
}
