package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Results;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The page about one file of results. */
final class Document {
  static final List<String> SECTIONS =
      List.of("networks", "convolutions", "blocks", "callers", "overhead");
  private static final String COMMAND = "command";
  private static final String COMPLETE = "complete";

  private static final String READING =
      """
      How to read it:

      - A ratio above 1 is faster than what it is over: 1.15 takes 1/1.15 of the time.
      - A median is of several processes of an engine, each of which counts alike; a note below the
        table of networks names those that were not equally fast.
      - Below a median stand the quartiles: a quarter of the runs took less than the first, a
        quarter more than the second. Below a ratio they are those of its turns, in which both
        engines run right after each other.
      - `*` marks an engine whose times changed: in the end of a process's warm-up, or between the
        first third of its turns and the last.
      - `–` is what was not measured. An engine that a table does not name took no part in it.
      - A multiply-accumulate (MAC) is two floating-point operations. Those of a network are the
        same for all engines, whatever they compute. bfloat16 has a peak of its own, which may
        be higher than that of f32.
      - The pictures of networks and convolutions leave out the reference, whose bars would not be
        seen.""";

  private final Results results;
  private final Measurements all;
  private final Page page;
  private final Optional<Summary> summary;
  private final List<String> missing = new ArrayList<>();

  /**
   * Makes the page.
   *
   * @throws IllegalArgumentException if something was measured twice
   */
  Document(Results results) {
    this.results = results;
    this.all = new Measurements(results.measurements());
    this.page = new Page(results.limits());
    all.checkDistinct();
    Measurements networks = section("networks");
    write(networks, "networks", () -> new NetworkPart(page, networks).write());
    Measurements convolutions = section("convolutions");
    write(convolutions, "convolutions", () -> new ConvolutionPart(page, convolutions).write());
    Measurements blocks = section("blocks");
    write(blocks, "blocks", () -> new BlockPart(page, blocks).write());
    Measurements callers = section("callers");
    write(callers, "callers", () -> new CallerPart(page, callers).write());
    Measurements overhead = section("overhead");
    write(overhead, "overhead", () -> new OverheadPart(page, overhead).write());
    SizePart sizes = new SizePart(page, results.sizes(), networks);
    if (sizes.isEmpty()) {
      missing.add("sizes");
    } else {
      sizes.write();
    }
    summary = Summary.of(networks);
    summary.ifPresent(of -> page.picture("summary", of.picture()));
  }

  private Measurements section(String name) {
    return all.where(m -> m.section().equals(name));
  }

  private void write(Measurements section, String name, Runnable part) {
    if (section.isEmpty()) {
      missing.add(name);
    } else {
      part.run();
    }
  }

  /** Whether nothing was broken off. */
  boolean isComplete() {
    return "yes".equals(results.facts().get(COMPLETE));
  }

  /** For the project's README. */
  Optional<Summary> summary() {
    return summary;
  }

  /** By their names without the ending. */
  Map<String, BarChart> pictures() {
    return page.pictures();
  }

  /**
   * The page in Markdown.
   *
   * @param source the file of results, as a command names it
   * @param link to it from the page
   */
  String text(String source, String link) {
    StringBuilder text = new StringBuilder("# Results\n");
    if (!isComplete()) {
      String complete = results.facts().get(COMPLETE);
      paragraph(
          text,
          "**These results are only a part of a measurement: "
              + (complete == null ? "the file does not say that it is complete" : complete)
              + ".** What is not there yet may change every mean below.");
    }
    paragraph(
        text,
        String.format(
            "Times of sepconv and its rivals, from [%s](%s). `benchmarks/report` makes this page;"
                + " [README.md](README.md) says how it is measured and what is fair about it.",
            link.substring(link.lastIndexOf('/') + 1), link));
    paragraph(text, facts().toString().stripTrailing());
    String command = results.facts().get(COMMAND);
    if (command != null) {
      paragraph(text, "Measured by:\n\n```sh\n" + command + "\n```");
    }
    paragraph(
        text,
        "This page and its pictures are made by:\n\n```sh\nbenchmarks/report " + source + "\n```");
    limits(text);
    paragraph(text, engines().toString().stripTrailing());
    gaps(text);
    paragraph(text, READING);
    if (!page.conclusions().isEmpty()) {
      text.append(
              "\n## What follows\n\nRatios of medians; of several workloads their geometric mean.\n\n")
          .append(page.conclusions());
    }
    return text.append(page.body()).toString();
  }

  private static void paragraph(StringBuilder text, String paragraph) {
    text.append('\n').append(paragraph).append('\n');
  }

  private MarkdownTable facts() {
    MarkdownTable table = MarkdownTable.ofWords(List.of("measured on", " "));
    results.facts().entrySet().stream()
        .filter(fact -> !fact.getKey().equals(COMMAND))
        .forEach(fact -> table.row(List.of(fact.getKey(), fact.getValue())));
    return table;
  }

  private void limits(StringBuilder text) {
    if (results.limits().isEmpty()) {
      paragraph(text, "The limits of the machine were not measured.");
      return;
    }
    MarkdownTable table =
        MarkdownTable.ofWords(
            List.of("threads", "FMA peak, GFLOP/s", "memory, GB/s", "measured by"));
    for (Results.Limit limit : results.limits()) {
      table.row(
          List.of(
              String.valueOf(limit.threads()),
              Figures.tenth(limit.gflops()),
              Figures.tenth(limit.gbs()),
              limit.how()));
    }
    paragraph(text, table.toString().stripTrailing());
  }

  /** What takes part, in the words of the contest and its own. */
  private MarkdownTable engines() {
    MarkdownTable table =
        MarkdownTable.ofWords(List.of("engine", "in the contest", "differs at most by", "is"));
    for (String engine : all.engines()) {
      List<Measurement> its = all.by(engine).all();
      String difference =
          its.stream()
              .map(Measurement::difference)
              .filter(Objects::nonNull)
              .max(Double::compare)
              .map(most -> String.format(Locale.ROOT, "%.1e", most))
              .orElse(null);
      String description =
          its.stream()
              .flatMap(m -> Stream.of(m.description().split("; ")))
              .distinct()
              .collect(Collectors.joining("; "));
      table.row(
          Arrays.asList(EngineStyle.label(engine), "`" + engine + "`", difference, description));
    }
    return table;
  }

  private void gaps(StringBuilder text) {
    if (!missing.isEmpty()) {
      paragraph(text, "Not in these results: " + String.join(", ", missing) + ".");
    }
    Set<String> others = new TreeSet<>();
    all.all().forEach(m -> others.add(m.section()));
    others.removeAll(SECTIONS);
    if (!others.isEmpty()) {
      paragraph(text, "In these results, but not here: " + String.join(", ", others) + ".");
    }
  }
}
