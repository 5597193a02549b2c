package io.sepconv.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The measurements of a contest as a table, of which every line can be printed once it is known.
 */
final class ContestTable {
  private final int nameWidth;
  private final String against;
  private final Set<String> described = new HashSet<>();
  private boolean begun;
  private boolean unsteady;

  /**
   * A table.
   *
   * @param against the one that all are compared with
   */
  ContestTable(List<Contestant> contestants, Contestant against) {
    this.nameWidth = 2 + contestants.stream().mapToInt(c -> c.name().length()).max().orElseThrow();
    this.against = against.name();
  }

  /**
   * The lines of a match: what its contestants say of themselves unless it has been printed, the
   * heading before the first match, and a line per measurement.
   */
  List<String> lines(List<Measurement> match) {
    List<String> lines = new ArrayList<>();
    for (Measurement measurement : match) {
      String description = measurement.engine() + ": " + measurement.description();
      if (described.add(description)) {
        lines.add(description);
      }
      unsteady |= !measurement.steady();
    }
    if (!begun) {
      lines.addAll(heading());
      begun = true;
    }
    match.forEach(measurement -> lines.add(line(measurement)));
    return lines;
  }

  private List<String> heading() {
    String columns =
        String.format(
            "%-18s %5s %7s %7s %-" + nameWidth + "s %9s %9s %9s %6s %6s %7s %-12s %s",
            "workload",
            "batch",
            "threads",
            "callers",
            "engine",
            "median ms",
            "min ms",
            "p99 ms",
            "runs",
            "ratio",
            "by turn",
            "quartiles",
            "differs");
    return List.of(
        "",
        "ratio: how many times as fast as " + against + ", by the medians of all runs",
        "by turn: the same by the medians of two turns in a row, and the median of that",
        "differs: from the first output, as a share of its largest value",
        "",
        columns,
        "-".repeat(columns.length()));
  }

  private String line(Measurement m) {
    return String.format(
        Locale.ROOT,
        "%-18s %5d %7d %7d %-" + nameWidth + "s %9.3f %9.3f %9.3f %6d %6.3f %7.3f %-12s %s",
        m.workload(),
        m.batch(),
        m.threads(),
        m.callers(),
        m.engine() + (m.steady() ? "" : " *"),
        m.medianMs(),
        m.minMs(),
        m.p99Ms(),
        m.runs(),
        m.ratio(),
        m.ratioByTurn(),
        String.format(Locale.ROOT, "%.3f-%.3f", m.ratioLower(), m.ratioUpper()),
        m.difference() == null ? "-" : String.format(Locale.ROOT, "%.1e", m.difference()));
  }

  /** What stands below the table. */
  List<String> footnotes() {
    return unsteady ? List.of("* its times were not steady when the warm-up ended") : List.of();
  }
}
