package io.sepconv.cli;

import io.sepconv.backend.LayerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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

  /** What the columns are called. */
  static final List<String> HEADINGS =
      List.of(
          "step",
          "seg",
          "operator",
          "layout",
          "median us",
          "share",
          "GFLOP/s",
          "of peak",
          "bytes",
          "GB/s",
          "implementation",
          "problem");

  /** The column of {@link #HEADINGS} that holds a step's time; its share stands beside it. */
  static final int TIME = 4;

  /** Columns of {@link #HEADINGS} that hold words; the others hold numbers. */
  static final Set<Integer> WORDS = Set.of(0, 1, 2, 3, 10, 11);

  /** The table with heading and totals, a string per line. */
  List<String> render() {
    TextTable table = new TextTable();
    WORDS.forEach(table::words);
    table.add(HEADINGS.toArray(String[]::new));
    table.rule();
    for (int i = 0; i < nanos.length; i++) {
      table.add(row(i).toArray(String[]::new));
    }
    table.rule();
    table.add(totals().toArray(String[]::new));
    return table.render();
  }

  /** The cells of a step. */
  List<String> row(int step) {
    LayerReport layer = layers.get(step);
    double time = nanos[step];
    return List.of(
        String.valueOf(step),
        (layer.isNative() ? "n" : "j") + layer.segment(),
        layer.type(),
        layer.layout(),
        format("%,.1f", time / 1e3),
        percent(time / total()),
        rate(2.0 * layer.macs(), time),
        shareOfPeak(layer.macs(), time),
        format("%,d", layer.bytes()),
        rate(layer.bytes(), time),
        layer.implementation(),
        layer.problem());
  }

  /** The cells of the closing line, which ends early. */
  List<String> totals() {
    long macs = layers.stream().mapToLong(LayerReport::macs).sum();
    long bytes = layers.stream().mapToLong(LayerReport::bytes).sum();
    return List.of(
        "total",
        "",
        "",
        "",
        format("%,.1f", total() / 1e3),
        percent(1),
        rate(2.0 * macs, total()),
        shareOfPeak(macs, total()),
        format("%,d", bytes),
        rate(bytes, total()));
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

  /** 10^9 a second of what was done in the given nanoseconds. */
  private static String rate(double amount, double time) {
    return amount == 0 || time == 0 ? "-" : format("%,.1f", amount / time);
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
