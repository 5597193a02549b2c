package io.sepconv.separable;

import io.sepconv.graph.Graph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the splits of a layer that are faster than it; remembers times. For one thread. */
final class SplitMeasurer {
  private final GraphTimer timer;

  /** By the text of layers alone: networks repeat their problems. */
  private final Map<String, Double> times = new HashMap<>();

  /** Of a layer and of a split of it. */
  private final Map<String, List<Double>> timesInTurns = new HashMap<>();

  SplitMeasurer(GraphTimer timer) {
    this.timer = timer;
  }

  /**
   * Factorises a layer, times what has fewer multiplications, and what seems faster again in turns
   * with the layer.
   *
   * @param largestError of the weights
   * @param cost of which less is better: time or multiplications
   * @throws IllegalArgumentException if a weight is not finite
   */
  MeasuredLayer measure(Candidate candidate, double largestError, Comparator<SplitOption> cost) {
    Candidate.Ways ways = ways(candidate, largestError);
    if (ways.splits().isEmpty()) {
      String none =
          Double.isInfinite(ways.least())
              ? "no split has fewer multiplications"
              : String.format(
                  Locale.ROOT,
                  "with fewer multiplications %.2g of its weights or more is left out",
                  ways.least());
      return new MeasuredLayer(candidate, Double.NaN, List.of(), none);
    }
    double whole = time("", candidate, candidate.alone());
    if (Double.isInfinite(whole)) {
      return new MeasuredLayer(candidate, Double.NaN, List.of(), "alone it cannot run");
    }
    List<SplitOption> faster = new ArrayList<>();
    for (LayerSplit split : ways.splits()) {
      double millis = time(split.toString(), candidate, candidate.alone(split));
      if (millis < ModelFactorizer.FASTER * whole) {
        faster.add(new SplitOption(split, candidate.macs(split), millis));
      }
    }
    List<SplitOption> front = front(faster, cost);
    if (front.isEmpty()) {
      return new MeasuredLayer(candidate, whole, front, "no split is faster");
    }
    double layer = Double.NaN;
    List<SplitOption> sure = new ArrayList<>();
    for (SplitOption option : front) {
      List<Double> both = timesInTurns(candidate, option.split());
      layer = Double.isNaN(layer) ? both.get(0) : layer;
      double share = both.get(1) / both.get(0);
      if (share < ModelFactorizer.FASTER) {
        sure.add(new SplitOption(option.split(), option.macs(), share * layer));
      }
    }
    return new MeasuredLayer(candidate, layer, front(sure, cost), "no split is faster");
  }

  /** Of options those that have less error than whatever costs less, the cheapest first. */
  private static List<SplitOption> front(List<SplitOption> options, Comparator<SplitOption> cost) {
    List<SplitOption> front = new ArrayList<>();
    double least = Double.MAX_VALUE;
    for (SplitOption option : options.stream().sorted(cost).toList()) {
      if (option.error() < least) {
        front.add(option);
        least = option.error();
      }
    }
    return front;
  }

  private static Candidate.Ways ways(Candidate candidate, double largestError) {
    try {
      return candidate.ways(largestError);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(candidate.node() + ": " + e.getMessage(), e);
    }
  }

  private double time(String split, Candidate candidate, Graph alone) {
    String key = candidate.text() + split;
    Double known = times.get(key);
    if (known == null) {
      known = timer.millis(alone);
      times.put(key, known);
    }
    return known;
  }

  /** Of the layer and of a split, two at a time: all together might need too much memory. */
  private List<Double> timesInTurns(Candidate candidate, LayerSplit split) {
    return timesInTurns.computeIfAbsent(
        candidate.text() + split,
        key -> timer.millisInTurns(List.of(candidate.alone(), candidate.alone(split))));
  }
}
