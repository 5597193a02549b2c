package io.sepconv.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The times of the runs of a process, or of several, in nanoseconds, turn by turn. */
final class Times {
  private static final double STEADY = 1.1;

  private final List<long[]> turns = new ArrayList<>();
  private long total;

  /**
   * How much faster one is than another: the other's time over its own, so that more is better.
   *
   * @param ofMedians the medians of the runs of a set, one over the other, and the geometric mean
   *     of that over the sets
   * @param median the median over the rounds of what the medians of the two turns of a round give
   * @param lower a quarter of the rounds give less
   * @param upper a quarter of the rounds give more
   */
  record Ratio(double ofMedians, double median, double lower, double upper) {}

  /** Those of several processes together. */
  static Times pooled(List<Times> processes) {
    Times all = new Times();
    processes.forEach(times -> times.turns.forEach(all::add));
    return all;
  }

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

  /**
   * How much faster some processes were than another's, which ran beside them, each with its own
   * and for at least as many turns: a ratio by turn is of turns of the same set.
   */
  static Ratio ratio(List<Times> own, List<Times> other) {
    List<Double> sets = new ArrayList<>();
    List<Double> rounds = new ArrayList<>();
    for (int set = 0; set < own.size(); set++) {
      Times mine = own.get(set);
      Times theirs = other.get(set).part(0, mine.turns());
      sets.add(theirs.medianMillis() / mine.medianMillis());
      for (int i = 0; i < mine.turns(); i++) {
        rounds.add(median(theirs.turn(i)) / median(mine.turn(i)));
      }
    }
    double[] ratios = rounds.stream().mapToDouble(Double::doubleValue).toArray();
    return new Ratio(
        geometricMean(sets), median(ratios), quantile(ratios, 0.25), quantile(ratios, 0.75));
  }

  /**
   * The geometric mean: of the medians of processes, which had the same time and so the more runs
   * the faster they were, it is what no process decides alone.
   */
  static double geometricMean(List<Double> values) {
    return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
  }

  /** Whether the first third of its turns and the last had the same median, within 10 %. */
  boolean steady() {
    int third = Math.max(1, turns() / 3);
    double first = part(0, third).medianMillis();
    double last = part(turns() - third, turns()).medianMillis();
    return Math.max(first, last) <= STEADY * Math.min(first, last);
  }

  /** Some of the turns. */
  private Times part(int from, int to) {
    if (to > turns()) {
      throw new IllegalArgumentException(to + " turns are no pairs with " + turns());
    }
    Times some = new Times();
    turns.subList(from, to).forEach(some::add);
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
