package io.sepconv.benchmarks.report;

import java.util.Collections;
import java.util.Map;

/**
 * How many times as fast one was as another, on several workloads.
 *
 * @param one what is compared, in words
 * @param other what it is compared with, in words
 * @param noun what the workloads are, in the singular
 * @param ratios by workload; not empty
 */
record Comparison(String one, String other, String noun, Map<String, Double> ratios) {
  double mean() {
    return Figures.geometricMean(ratios.values());
  }

  /** True whatever was measured: it counts, and says no more than the ratios do. */
  String sentence() {
    String times =
        String.format("%s was **%s** times as fast as %s", one, Figures.ratio(mean()), other);
    if (ratios.size() == 1) {
      return times + " on " + ratios.keySet().iterator().next();
    }
    return String.format(
        "%s (%s to %s on %s, faster on %d)",
        times,
        Figures.ratio(Collections.min(ratios.values())),
        Figures.ratio(Collections.max(ratios.values())),
        Figures.count(ratios.size(), noun),
        ratios.values().stream().filter(ratio -> ratio > 1).count());
  }
}
