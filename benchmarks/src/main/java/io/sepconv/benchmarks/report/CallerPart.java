package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Several runs at the same time: how many a second, and how long one takes. */
final class CallerPart {
  private final Page page;
  private final Measurements callers;

  CallerPart(Page page, Measurements callers) {
    this.page = page;
    this.callers = callers;
  }

  /** How many threads one run has, and how many runs there are at the same time. */
  private record Load(int threads, int callers) {
    static Load of(Measurement m) {
      return new Load(m.threads(), m.callers());
    }

    @Override
    public String toString() {
      return Figures.count(callers, "caller") + ", " + Figures.count(threads, "thread");
    }
  }

  void write() {
    page.heading("Callers at the same time");
    page.text(
        "Each caller has a session of its own; the threads are those of one run. Runs a second are"
            + " of all callers together.");
    callers.workloads().forEach(this::tables);
    page.commands(callers);
  }

  private void tables(String workload) {
    Measurements some = callers.of(workload);
    int runs =
        page.table(
            "Runs a second of " + workload + ".",
            some.threads(),
            table(some, m -> Figures.plain(m.runsPerSecond()) + Cells.star(m)));
    page.table(
        "Milliseconds of a run of " + workload + ": median, and below it the 99th percentile.",
        some.threads(),
        table(
            some,
            m -> Figures.plain(m.medianMs()) + Cells.star(m) + "<br>" + Figures.plain(m.p99Ms())));
    page.picture(
        "callers-runs-" + workload,
        "Runs a second of " + workload + " by callers, threads and engine",
        chart("Runs a second, " + workload, "runs/s", some, Measurement::runsPerSecond));
    page.picture(
        "callers-p99-" + workload,
        "99th percentile of a run of " + workload + " by callers, threads and engine",
        chart("Latency, " + workload, "99th percentile, ms", some, Measurement::p99Ms));
    conclude(some, workload, runs);
  }

  private static List<Load> loads(Measurements some) {
    return some.all().stream().map(Load::of).distinct().toList();
  }

  private static Optional<Measurement> find(Measurements some, Load load, String engine) {
    return some.by(engine).all().stream().filter(m -> Load.of(m).equals(load)).findFirst();
  }

  private static MarkdownTable table(Measurements some, Function<Measurement, String> cell) {
    List<String> heading = new ArrayList<>(List.of("callers and threads"));
    some.engines().forEach(engine -> heading.add(EngineStyle.label(engine)));
    MarkdownTable table = MarkdownTable.ofFigures(heading);
    for (Load load : loads(some)) {
      List<String> row = new ArrayList<>(List.of(load.toString()));
      some.engines().forEach(engine -> row.add(find(some, load, engine).map(cell).orElse(null)));
      table.row(row);
    }
    return table;
  }

  private static BarChart chart(
      String title, String unit, Measurements some, Function<Measurement, Double> value) {
    List<BarChart.Bars> bars = new ArrayList<>();
    for (String engine : some.engines()) {
      List<Double> values = new ArrayList<>();
      loads(some).forEach(load -> values.add(find(some, load, engine).map(value).orElse(null)));
      bars.add(new BarChart.Bars(EngineStyle.of(engine), values));
    }
    return new BarChart(title, unit, loads(some).stream().map(Load::toString).toList(), bars);
  }

  /** What more callers bring: the most runs a second over those of one caller on one thread. */
  private void conclude(Measurements some, String workload, int table) {
    List<String> gains = new ArrayList<>();
    for (String engine : some.engines()) {
      Measurement most =
          Collections.max(
              some.by(engine).all(), Comparator.comparingDouble(Measurement::runsPerSecond));
      find(some, new Load(1, 1), engine)
          .map(alone -> most.runsPerSecond() / alone.runsPerSecond())
          .ifPresent(
              gain ->
                  gains.add(
                      String.format(
                          "%s **%s** (%s)",
                          EngineStyle.label(engine), Figures.ratio(gain), Load.of(most))));
    }
    if (!gains.isEmpty()) {
      page.conclude(
          String.format(
              "Callers, %s: most runs a second over those of one caller on one thread: %s",
              workload, String.join(", ", gains)),
          table);
    }
  }
}
