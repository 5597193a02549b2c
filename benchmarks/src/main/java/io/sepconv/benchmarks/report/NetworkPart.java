package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Results;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whole networks: times, ratios and shares of the peak. */
final class NetworkPart {
  private final Page page;
  private final Measurements networks;

  NetworkPart(Page page, Measurements networks) {
    this.page = page;
    this.networks = networks;
  }

  void write() {
    page.heading("Networks");
    for (int batch : networks.batches()) {
      for (int threads : networks.threads()) {
        Measurements some = networks.where(m -> m.batch() == batch).at(threads);
        if (!some.isEmpty()) {
          tables(batch, threads, some);
        }
      }
    }
    page.commands(networks);
  }

  private void tables(int batch, int threads, Measurements some) {
    String where = Figures.count(batch, "picture") + " on " + Figures.count(threads, "thread");
    List<Integer> on = List.of(threads);
    int times =
        page.table(
            "Milliseconds for " + where + ": median, and quartiles below it.",
            on,
            Cells.table("network", some, name -> name, Cells::millis));
    Cells.processes(some, name -> name).ifPresent(page::text);
    String against = some.against();
    int ratios =
        page.table(
            String.format(
                "How many times as fast as %s, %s: by medians, and quartiles by turn below.",
                EngineStyle.label(against), where),
            on,
            Cells.table("network", some, name -> row(some, name, against), Cells::ratio));
    Optional<Results.Limit> limit = page.limit(threads);
    if (limit.isPresent()) {
      page.table(
          "Share of the FMA peak in f32, " + where + ".",
          on,
          Cells.table("network", some, name -> name, m -> share(m, limit.get())));
    }
    String name = "networks-" + threads + (batch == 1 ? "" : "-batch-" + batch);
    page.picture(name, "GFLOP/s by network and engine, " + where, picture(where, some, limit));
    conclude(where, some, against, times, ratios);
  }

  private static String row(Measurements some, String network, String against) {
    String own = some.of(network).against();
    return own.equals(against) ? network : network + ", beside " + EngineStyle.label(own);
  }

  private static String share(Measurement m, Results.Limit limit) {
    return Figures.percent(m.gflops() / limit.gflops()) + Cells.star(m);
  }

  /** Without the oracle, whose bars nobody would see. */
  private static BarChart picture(String where, Measurements some, Optional<Results.Limit> limit) {
    return BarChart.of(
            "Speed of networks, " + where,
            "GFLOP/s",
            some.where(m -> !m.engine().equals(Versus.REFERENCE)),
            name -> name,
            Measurement::gflops)
        .withPeak(limit);
  }

  private void conclude(String where, Measurements some, String against, int times, int ratios) {
    String begin = "Networks, " + where;
    for (String engine : some.engines()) {
      if (!engine.equals(against) && !engine.equals(Versus.REFERENCE)) {
        Map<String, Double> all = Versus.ratios(some, engine, against, name -> name);
        Versus.conclude(page, ratios, begin, "network", engine, against, all);
      }
    }
    for (String java : List.of(Versus.JAVA, Versus.JAVA_PLAIN)) {
      Map<String, Double> all = Versus.ratios(some, Versus.NATIVE, java, name -> name);
      Versus.conclude(page, times, begin, "network", Versus.NATIVE, java, all);
    }
  }
}
