package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Tables of workloads and engines, and what stands in their cells. */
final class Cells {
  private Cells() {}

  /** Median and quartiles in milliseconds; a star where the times were not steady. */
  static String millis(Measurement m) {
    return time(m, 1);
  }

  /** The same in microseconds. */
  static String micros(Measurement m) {
    return time(m, 1000);
  }

  private static String time(Measurement m, double unit) {
    return spread(
        Figures.plain(unit * m.medianMs()) + star(m),
        Figures.plain(unit * m.lowerMs()),
        Figures.plain(unit * m.upperMs()));
  }

  /** How many times as fast it was as the one it is compared with, and the quartiles by turn. */
  static String ratio(Measurement m) {
    if (m.engine().equals(m.against())) {
      return "1";
    }
    return spread(
        Figures.ratio(m.ratio()) + star(m),
        Figures.ratio(m.ratioLower()),
        Figures.ratio(m.ratioUpper()));
  }

  static String star(Measurement m) {
    return m.steady() ? "" : "*";
  }

  /** Whose processes were not equally fast, each with the least and the largest median of one. */
  static Optional<String> processes(Measurements some, Function<String, String> label) {
    List<String> all =
        some.all().stream()
            .filter(Measurement::processesDiffer)
            .map(
                m ->
                    String.format(
                        "%s on %s %s–%s ms",
                        EngineStyle.label(m.engine()),
                        label.apply(m.workload()),
                        Figures.plain(m.fastestProcessMs()),
                        Figures.plain(m.slowestProcessMs())))
            .toList();
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Processes whose medians lie more than 10 % apart: " + String.join("; ", all) + ".");
  }

  private static String spread(String middle, String lower, String upper) {
    return middle + "<br>" + lower + "–" + upper;
  }

  /**
   * A row per workload and a column per engine.
   *
   * @param label of a workload
   * @param cell of a measurement
   */
  static MarkdownTable table(
      String corner,
      Measurements measurements,
      Function<String, String> label,
      Function<Measurement, String> cell) {
    List<String> heading = new ArrayList<>(List.of(corner));
    measurements.engines().forEach(engine -> heading.add(EngineStyle.label(engine)));
    MarkdownTable table = MarkdownTable.ofFigures(heading);
    for (String workload : measurements.workloads()) {
      List<String> row = new ArrayList<>(List.of(label.apply(workload)));
      for (String engine : measurements.engines()) {
        row.add(measurements.find(workload, engine).map(cell).orElse(null));
      }
      table.row(row);
    }
    return table;
  }
}
