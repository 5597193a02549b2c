package io.sepconv.benchmarks;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The measurements of a contest as a table, of which every line can be printed once it is known.
 */
final class ContestTable {
  private final int workloadWidth;
  private final int nameWidth;
  private final String against;
  private final Set<String> described = new HashSet<>();
  private boolean begun;
  private boolean unsteady;

  /** A table for matches of which most compare with the same one. */
  ContestTable(List<Match> matches) {
    this.nameWidth = 2 + longest(matches, match -> names(match));
    this.workloadWidth = 1 + longest(matches, match -> Stream.of(label(match.workload())));
    this.against = matches.get(0).against().name();
  }

  private static int longest(List<Match> matches, Function<Match, Stream<String>> names) {
    return matches.stream().flatMap(names).mapToInt(String::length).max().orElse(0);
  }

  private static Stream<String> names(Match match) {
    return match.contestants().stream().map(Contestant::name);
  }

  /**
   * A network's name, that of a file and its folder, or those of a problem's convolutions where
   * they have some.
   */
  static String label(String workload) {
    if (NetworkFile.isMeant(workload)) {
      return NetworkFile.parse(workload).label();
    }
    if (!Problem.isMeant(workload)) {
      return workload;
    }
    Problem problem = Problem.parse(workload);
    String names =
        problem.layers().stream()
            .map(layer -> layer.name().isEmpty() ? layer.toString() : layer.name())
            .collect(Collectors.joining(" + "));
    return names + (problem.residual() ? " + x" : "");
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
    if (!match.get(0).against().equals(against)) {
      lines.add("beside " + match.get(0).against() + " instead of " + against + ":");
    }
    match.forEach(measurement -> lines.add(line(measurement)));
    return lines;
  }

  private List<String> heading() {
    String columns =
        String.format(
            "%-"
                + workloadWidth
                + "s %5s %7s %7s %-"
                + nameWidth
                + "s %9s %-15s %9s %9s %6s %6s %7s %-12s %s",
            "workload",
            "batch",
            "threads",
            "callers",
            "engine",
            "median ms",
            "processes",
            "min ms",
            "p99 ms",
            "runs",
            "ratio",
            "by turn",
            "quartiles",
            "differs");
    return List.of(
        "",
        "median ms: the geometric mean of the medians of its processes; processes: the least and the"
            + " largest of these",
        "ratio: how many times as fast as " + against + ", by the medians of each set",
        "by turn: the same by the medians of two turns in a row, and the median of that",
        "differs: from the first output, as a share of its largest value",
        "",
        columns,
        "-".repeat(columns.length()));
  }

  private String line(Measurement m) {
    return String.format(
        Locale.ROOT,
        "%-"
            + workloadWidth
            + "s %5d %7d %7d %-"
            + nameWidth
            + "s %9s %-15s %9s %9s %6d %6.3f %7.3f %-12s %s",
        label(m.workload()),
        m.batch(),
        m.threads(),
        m.callers(),
        m.engine() + (m.steady() ? "" : " *"),
        millis(m.medianMs()),
        millis(m.fastestProcessMs()) + "-" + millis(m.slowestProcessMs()),
        millis(m.minMs()),
        millis(m.p99Ms()),
        m.runs(),
        m.ratio(),
        m.ratioByTurn(),
        String.format(Locale.ROOT, "%.3f-%.3f", m.ratioLower(), m.ratioUpper()),
        m.difference() == null ? "-" : String.format(Locale.ROOT, "%.1e", m.difference()));
  }

  /** To a microsecond, or to ten nanoseconds where there is less than a millisecond. */
  private static String millis(double ms) {
    return String.format(Locale.ROOT, ms < 1 ? "%.5f" : "%.3f", ms);
  }

  /** What stands below the table. */
  List<String> footnotes() {
    return unsteady
        ? List.of(
            "* its times changed: in the end of its warm-up, or between its first turns and its last")
        : List.of();
  }
}
