package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Problem;
import io.sepconv.benchmarks.Results;
import io.sepconv.op.ConvSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Single convolutions: times, rates, and what native code buys for each kind. */
final class ConvolutionPart {
  private static final List<String> OTHERS =
      List.of(Versus.JAVA, Versus.JAVA_PLAIN, Versus.ONNXRUNTIME);

  private final Page page;
  private final Measurements convolutions;
  private final ProblemLabels labels;

  ConvolutionPart(Page page, Measurements convolutions) {
    this.page = page;
    this.convolutions = convolutions;
    this.labels = new ProblemLabels(convolutions.workloads());
  }

  void write() {
    page.heading("Convolutions");
    convolutions.threads().forEach(threads -> tables(threads, convolutions.at(threads)));
    page.commands(convolutions);
  }

  private void tables(int threads, Measurements some) {
    String where = "on " + Figures.count(threads, "thread");
    List<Integer> on = List.of(threads);
    Optional<Results.Limit> limit = page.limit(threads);
    page.table(
        "Milliseconds of a convolution " + where + ": median, and quartiles below it.",
        on,
        Cells.table("convolution", some, labels::of, Cells::millis));
    page.table(
        "GFLOP/s of a convolution "
            + where
            + (limit.isPresent() ? ", and share of the peak." : "."),
        on,
        Cells.table("convolution", some, labels::of, m -> rate(m, limit)));
    Map<String, Measurements> kinds = kinds(some);
    page.picture(
        "kinds-" + threads,
        "GFLOP/s by kind of convolution and engine, " + where,
        rates(where, kinds).withPeak(limit));
    List<String> others =
        OTHERS.stream()
            .filter(other -> !Versus.ratios(some, Versus.NATIVE, other, w -> w).isEmpty())
            .toList();
    if (!others.isEmpty()) {
      ratios(threads, some, kinds, others);
    }
  }

  private static String rate(Measurement m, Optional<Results.Limit> limit) {
    return Figures.tenth(m.gflops())
        + Cells.star(m)
        + limit.map(at -> "<br>" + Figures.percent(m.gflops() / at.gflops())).orElse("");
  }

  private void ratios(
      int threads, Measurements some, Map<String, Measurements> kinds, List<String> others) {
    String where = "on " + Figures.count(threads, "thread");
    MarkdownTable table = MarkdownTable.ofFigures(heading("convolution", "kind", others));
    for (String workload : some.workloads()) {
      List<String> row = new ArrayList<>(List.of(labels.of(workload), kind(workload)));
      for (String other : others) {
        row.add(
            Versus.ratio(some, workload, Versus.NATIVE, other).map(Figures::ratio).orElse(null));
      }
      table.row(row);
    }
    page.table(
        "How many times as fast " + EngineStyle.label(Versus.NATIVE) + " was " + where + ".",
        List.of(threads),
        table);
    page.picture(
        "native-over-java-" + threads,
        "How many times as fast native code was as Java, by convolution, " + where,
        overJava(where, some));
    means(threads, kinds, others);
  }

  private void means(int threads, Map<String, Measurements> kinds, List<String> others) {
    MarkdownTable table = MarkdownTable.ofFigures(heading("kind", "convolutions", others));
    kinds.forEach(
        (kind, some) -> {
          int count = some.workloads().size();
          List<String> row = new ArrayList<>(List.of(kind, String.valueOf(count)));
          others.forEach(other -> row.add(mean(overOther(some, other), count)));
          table.row(row);
        });
    String on = Figures.count(threads, "thread");
    int number =
        page.table(
            String.format(
                "How many times as fast %s was, %s: geometric means of each kind.",
                EngineStyle.label(Versus.NATIVE), on),
            List.of(threads),
            table);
    for (String other : others) {
      conclude(number, on, other, kinds);
    }
  }

  private void conclude(int table, String on, String other, Map<String, Measurements> kinds) {
    List<String> means = new ArrayList<>();
    kinds.forEach(
        (kind, some) -> {
          Map<String, Double> ratios = overOther(some, other);
          if (!ratios.isEmpty()) {
            double mean = Figures.geometricMean(ratios.values());
            means.add(String.format("%s **%s**", kind, Figures.ratio(mean)));
          }
        });
    page.conclude(
        String.format(
            "Convolutions, %s: %s over %s, by kind: %s",
            on,
            EngineStyle.label(Versus.NATIVE),
            EngineStyle.label(other),
            String.join(", ", means)),
        table);
  }

  private Map<String, Double> overOther(Measurements some, String other) {
    return Versus.ratios(some, Versus.NATIVE, other, labels::of);
  }

  private static String mean(Map<String, Double> ratios, int count) {
    if (ratios.isEmpty()) {
      return null;
    }
    String of = ratios.size() == count ? "" : " (of " + ratios.size() + ")";
    return Figures.ratio(Figures.geometricMean(ratios.values())) + of;
  }

  private static List<String> heading(String first, String second, List<String> others) {
    List<String> heading = new ArrayList<>(List.of(first, second));
    others.forEach(other -> heading.add("over " + EngineStyle.label(other)));
    return heading;
  }

  /** Measurements by kind, in the order of the first of each. */
  private static Map<String, Measurements> kinds(Measurements some) {
    Map<String, Measurements> kinds = new LinkedHashMap<>();
    for (String workload : some.workloads()) {
      String kind = kind(workload);
      kinds.computeIfAbsent(kind, key -> some.where(m -> kind(m.workload()).equals(kind)));
    }
    return kinds;
  }

  private static String kind(String workload) {
    List<ConvSpec> layers = Problem.parse(workload).layers();
    return layers.size() == 1 ? layers.get(0).kind().toString() : "chain";
  }

  /** Geometric means of the engines that have measured all convolutions of a kind. */
  private static BarChart rates(String where, Map<String, Measurements> kinds) {
    List<String> engines =
        new Measurements(kinds.values().stream().flatMap(some -> some.all().stream()).toList())
            .engines().stream().filter(engine -> !engine.equals(Versus.REFERENCE)).toList();
    List<BarChart.Bars> bars = new ArrayList<>();
    for (String engine : engines) {
      List<Double> values = new ArrayList<>();
      for (Measurements some : kinds.values()) {
        List<Double> rates = some.by(engine).all().stream().map(Measurement::gflops).toList();
        boolean complete = rates.size() == some.workloads().size();
        values.add(complete ? Figures.geometricMean(rates) : null);
      }
      bars.add(new BarChart.Bars(EngineStyle.of(engine), values));
    }
    return new BarChart(
        "Speed of convolutions by kind, " + where, "GFLOP/s", List.copyOf(kinds.keySet()), bars);
  }

  private BarChart overJava(String where, Measurements some) {
    List<BarChart.Bars> bars = new ArrayList<>();
    for (String java : List.of(Versus.JAVA, Versus.JAVA_PLAIN)) {
      List<Double> values = new ArrayList<>();
      for (String workload : some.workloads()) {
        values.add(Versus.ratio(some, workload, Versus.NATIVE, java).orElse(null));
      }
      EngineStyle style = EngineStyle.of(java);
      bars.add(new BarChart.Bars(new EngineStyle("over " + style.label(), style.colour()), values));
    }
    return new BarChart(
            EngineStyle.label(Versus.NATIVE) + " over Java, " + where,
            "times as fast",
            some.workloads().stream().map(labels::of).toList(),
            bars)
        .withLine("equally fast", 1);
  }
}
