package io.sepconv.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Samples of a process's memory in equal distances, and whether it has grown. */
final class MemoryCurve {
  private static final int ROWS = 6;
  private static final double MIB = 1 << 20;

  /** The line above those of {@link #line}. */
  static final String HEADING =
      "     runs  models  resident MiB  outside heap MiB  heap used MiB  direct MiB  threads";

  private final int points;
  private final double limitPercent;
  private final List<MemorySample> samples = new ArrayList<>();

  /**
   * @param points how many samples there will be, at least 10
   * @param limitPercent by how much the last may lie above the one at a tenth of the way
   */
  MemoryCurve(int points, double limitPercent) {
    this.points = points;
    this.limitPercent = limitPercent;
  }

  void add(MemorySample sample) {
    samples.add(sample);
  }

  /** A sample as a line of the table. */
  static String line(long runs, int models, MemorySample sample) {
    return String.format(
        Locale.ROOT,
        "%9d %7d %13.1f %17.1f %14.1f %11.1f %8d",
        runs,
        models,
        sample.resident() / MIB,
        sample.outsideHeap() / MIB,
        sample.heapUsed() / MIB,
        sample.direct() / MIB,
        sample.threads());
  }

  private MemorySample tenth() {
    return samples.get((points + 9) / 10 - 1);
  }

  private MemorySample last() {
    return samples.get(samples.size() - 1);
  }

  /** Percent by which the resident memory has grown since a tenth of the way. */
  private double growth() {
    return 100.0 * (last().resident() - tenth().resident()) / tenth().resident();
  }

  boolean passed() {
    return growth() <= limitPercent;
  }

  /** What came of it, in one line. */
  String verdict() {
    return String.format(
        Locale.ROOT,
        "%s: resident memory %.1f MiB at a tenth of the way, %.1f MiB at the end: %+.2f %%"
            + " (limit %+.2f %%); outside the heap %+.1f MiB",
        passed() ? "pass" : "FAIL",
        tenth().resident() / MIB,
        last().resident() / MIB,
        growth(),
        limitPercent,
        (last().outsideHeap() - tenth().outsideHeap()) / MIB);
  }

  /**
   * The resident memory over time, as a picture of characters. Its height is that of the samples,
   * but at least the limit, so that noise looks like noise.
   */
  List<String> chart() {
    long low = samples.stream().mapToLong(MemorySample::resident).min().orElseThrow();
    long high = samples.stream().mapToLong(MemorySample::resident).max().orElseThrow();
    high = Math.max(high, (long) Math.ceil(tenth().resident() * (1 + limitPercent / 100)));
    List<String> lines = new ArrayList<>();
    for (int row = ROWS - 1; row >= 0; row--) {
      StringBuilder line = new StringBuilder();
      line.append(
          String.format(Locale.ROOT, "%9.1f |", (low + (high - low) * row / (ROWS - 1.0)) / MIB));
      for (MemorySample sample : samples) {
        long at =
            high == low ? 0 : Math.round((ROWS - 1.0) * (sample.resident() - low) / (high - low));
        line.append(at == row ? " *" : "  ");
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
