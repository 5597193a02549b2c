package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the project's README shows: networks, one picture, one thread.
 *
 * @param networks what it shows of them
 * @param against whom the others are compared with
 */
record Summary(Measurements networks, String against) {
  /** Engines that are no answer to what one should use. */
  private static final List<String> LEFT_OUT = List.of(Versus.REFERENCE, Versus.JAVA_PLAIN);

  /** The summary of networks, unless no two engines ran one picture on one thread. */
  static Optional<Summary> of(Measurements networks) {
    Measurements some =
        networks.where(m -> m.batch() == 1 && m.threads() == 1 && !LEFT_OUT.contains(m.engine()));
    if (some.engines().size() < 2) {
      return Optional.empty();
    }
    String against = some.against();
    return Optional.of(new Summary(some.where(m -> m.against().equals(against)), against));
  }

  BarChart picture() {
    return BarChart.of(
            "Speed beside " + EngineStyle.label(against) + ", one picture on one thread",
            "times as fast",
            networks.where(m -> !m.engine().equals(against)),
            name -> name,
            Measurement::ratio)
        .withLine(EngineStyle.label(against), 1);
  }

  /**
   * What stands between the markers.
   *
   * @param facts of the results
   * @param picture its file, as a link
   * @param page the whole page, as a link
   */
  String text(Map<String, String> facts, String picture, String page) {
    String other = EngineStyle.label(against);
    String machine = facts.get("CPU");
    String date = facts.get("date");
    return String.format(
        """
        Milliseconds of one picture on one thread, medians, and how many times as fast as %s%s%s.
        `*`: not steady; bf16 is not the arithmetic of the others.%s [All results](%s), each with its command;
        these are of `%s`, then `benchmarks/report --readme README.md`.

        ![Speed of engines beside %s, by network](%s)

        %s""",
        other,
        machine == null ? "" : "; " + machine,
        date == null ? "" : ", " + date,
        java(),
        page,
        facts.getOrDefault("command", "benchmarks/measure"),
        other,
        picture,
        table());
  }

  /** The answer to what native code buys, if both were measured. */
  private String java() {
    Map<String, Double> ratios = Versus.ratios(networks, Versus.NATIVE, Versus.JAVA, name -> name);
    return ratios.isEmpty()
        ? ""
        : String.format(
            " Native code is **%s times** as fast as Java on the Vector API (geometric mean of the"
                + " networks).",
            Figures.ratio(Figures.geometricMean(ratios.values())));
  }

  private MarkdownTable table() {
    return Cells.table(
        "network",
        networks,
        name -> name,
        m ->
            Figures.plain(m.medianMs())
                + Cells.star(m)
                + (m.engine().equals(against) ? "" : " (" + Figures.ratio(m.ratio()) + ")"));
  }
}
