package io.sepconv.cli;

import io.sepconv.backend.LayerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A line per step of a network with what it took, and the totals.
 *
 * @param layers the steps, in order of execution
 * @param nanos the time of each, in nanoseconds
 * @param peak what a perfect step would reach, where it is known
 */
record ProfileTable(List<LayerReport> layers, double[] nanos, Optional<FmaPeak> peak) {

  ProfileTable {
    if (layers.size() != nanos.length) {
      throw new IllegalArgumentException(layers.size() + " layers have " + nanos.length + " times");
    }
  }

  /** The table with heading and totals, a string per line. */
  List<String> render() {
    TextTable table = new TextTable().words(1).words(2).words(3).words(9).words(10);
    table.add(
        "step",
        "seg",
        "operator",
        "layout",
        "median us",
        "share",
        "GFLOP/s",
        "of peak",
        "bytes",
        "implementation",
        "problem");
    table.rule();
    for (int i = 0; i < nanos.length; i++) {
      LayerReport layer = layers.get(i);
      table.add(
          String.valueOf(i),
          (layer.isNative() ? "n" : "j") + layer.segment(),
          layer.type(),
          layer.layout(),
          format("%,.1f", nanos[i] / 1e3),
          percent(nanos[i] / total()),
          rate(layer.macs(), nanos[i]),
          shareOfPeak(layer.macs(), nanos[i]),
          format("%,d", layer.bytes()),
          layer.implementation(),
          layer.problem());
    }
    table.rule();
    long macs = layers.stream().mapToLong(LayerReport::macs).sum();
    table.add(
        "total",
        "",
        "",
        "",
        format("%,.1f", total() / 1e3),
        percent(1),
        rate(macs, total()),
        shareOfPeak(macs, total()),
        format("%,d", layers.stream().mapToLong(LayerReport::bytes).sum()));
    return table.render();
  }

  /** Where the time goes by kind of step, a string per line. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    Predicate<LayerReport> reorder = layer -> layer.type().equals("reorder");
    lines.add(kind("reorders", reorder));
    lines.add(kind("native steps without them", reorder.negate().and(LayerReport::isNative)));
    lines.add(kind("steps in Java", reorder.negate().and(layer -> !layer.isNative())));
    return lines;
  }

  private String kind(String name, Predicate<LayerReport> wanted) {
    int count = 0;
    double time = 0;
    for (int i = 0; i < nanos.length; i++) {
      if (wanted.test(layers.get(i))) {
        count++;
        time += nanos[i];
      }
    }
    return format("%s: %d, %,.3f ms, %s", name, count, time / 1e6, percent(time / total()));
  }

  /** Nanoseconds of all steps. */
  double total() {
    double sum = 0;
    for (double time : nanos) {
      sum += time;
    }
    return sum;
  }

  private static String rate(long macs, double time) {
    return macs == 0 || time == 0 ? "-" : format("%,.1f", 2.0 * macs / time);
  }

  private String shareOfPeak(long macs, double time) {
    return macs == 0 || time == 0 || peak.isEmpty()
        ? "-"
        : percent(2.0 * macs / time / peak.get().gflops());
  }

  private static String percent(double share) {
    return Double.isNaN(share) ? "-" : format("%.1f %%", 100 * share);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
