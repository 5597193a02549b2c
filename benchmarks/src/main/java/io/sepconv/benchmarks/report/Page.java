package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Results;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the tables, the pictures and the conclusions of a report, in their order. */
final class Page {
  private final List<Results.Limit> limits;
  private final StringBuilder body = new StringBuilder();
  private final List<String> conclusions = new ArrayList<>();
  private final Map<String, BarChart> pictures = new LinkedHashMap<>();
  private int tables;

  /**
   * A page.
   *
   * @param limits of the machine, which stand beside the tables
   */
  Page(List<Results.Limit> limits) {
    this.limits = List.copyOf(limits);
  }

  void heading(String text) {
    body.append("\n## ").append(text).append('\n');
  }

  void text(String paragraph) {
    body.append('\n').append(paragraph).append('\n');
  }

  /**
   * Adds a table, with what the machine can do at most on the threads that it is about.
   *
   * @return its number, for {@link #conclude}
   */
  int table(String caption, List<Integer> threads, MarkdownTable table) {
    tables++;
    body.append(String.format("%n<a id=\"table-%d\"></a>%n", tables).replace("\r", ""));
    text(String.format("**Table %d.** %s", tables, caption));
    if (!threads.isEmpty()) {
      text(String.join(" ", threads.stream().map(this::limitText).toList()));
    }
    text(table.toString().stripTrailing());
    return tables;
  }

  /** Says how the measurements of the tables above can be made again. */
  void commands(Measurements measurements) {
    text("Measured again by:");
    for (String command : ContestCommands.of(measurements)) {
      text("```sh\n" + command + "\n```");
    }
  }

  /** Shows a picture, unless nothing was measured that it could show. */
  void picture(String name, String alt, BarChart chart) {
    if (chart.count() > 0) {
      pictures.put(name, chart);
      text(String.format("![%s](pictures/%s.svg)", alt, name));
    }
  }

  /** Adds a picture that the page does not show. */
  void picture(String name, BarChart chart) {
    if (chart.count() > 0) {
      pictures.put(name, chart);
    }
  }

  /** Adds a sentence about a table, without its full stop. */
  void conclude(String sentence, int table) {
    conclusions.add(
        String.format("- %s ([table %d](#table-%d)).%n", sentence, table, table).replace("\r", ""));
  }

  private String limitText(int threads) {
    String on = Figures.count(threads, "thread");
    return limit(threads)
        .map(
            limit ->
                String.format(
                    "Measured limits on %s: %s GFLOP/s (FMA in f32), %s GB/s of memory.",
                    on, Figures.tenth(limit.gflops()), Figures.tenth(limit.gbs())))
        .orElse("The limits of the machine on " + on + " were not measured.");
  }

  /** What the machine can do at most, if that was measured. */
  Optional<Results.Limit> limit(int threads) {
    return limits.stream().filter(limit -> limit.threads() == threads).findFirst();
  }

  String body() {
    return body.toString();
  }

  String conclusions() {
    return String.join("", conclusions);
  }

  /** By their names without the ending. */
  Map<String, BarChart> pictures() {
    return pictures;
  }
}
