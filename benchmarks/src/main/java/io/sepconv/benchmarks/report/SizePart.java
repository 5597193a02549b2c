package io.sepconv.benchmarks.report;

import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Results;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What an engine costs in bytes: to download, and in memory. */
final class SizePart {
  private final Page page;
  private final List<Results.Size> sizes;
  private final Measurements resident;

  /**
   * The sizes of engines.
   *
   * @param networks of which the one that most engines have run on one thread gives the memory
   */
  SizePart(Page page, List<Results.Size> sizes, Measurements networks) {
    this.page = page;
    this.sizes = sizes;
    Measurements known =
        networks.where(m -> m.peakBytes() != null && m.threads() == 1 && m.batch() == 1);
    this.resident =
        known.workloads().stream()
            .map(known::of)
            .max(Comparator.comparingInt((Measurements some) -> some.all().size()))
            .orElse(known);
  }

  boolean isEmpty() {
    return sizes.isEmpty() && resident.isEmpty();
  }

  void write() {
    page.heading("Sizes");
    List<String> heading = new ArrayList<>(List.of("engine"));
    if (!sizes.isEmpty()) {
      heading.add("jars, MB");
    }
    if (!resident.isEmpty()) {
      heading.add("peak memory, MB");
    }
    MarkdownTable table = MarkdownTable.ofFigures(heading);
    for (String engine : engines()) {
      List<String> row = new ArrayList<>(List.of(EngineStyle.label(engine)));
      if (!sizes.isEmpty()) {
        row.add(jars(engine).map(Figures::millions).orElse(null));
      }
      if (!resident.isEmpty()) {
        row.add(memory(engine).map(Figures::millions).orElse(null));
      }
      table.row(row);
    }
    page.table(caption(), List.of(), table);
    page.picture("sizes", "Sizes of the jars and the peak memory by engine", chart());
    if (!sizes.isEmpty()) {
      page.text(
          String.join(
              "\n",
              sizes.stream()
                  .map(
                      size ->
                          String.format(
                              "- %s: %s",
                              EngineStyle.label(size.engine()), String.join(", ", size.jars())))
                  .toList()));
    }
    if (!resident.isEmpty()) {
      page.commands(resident);
    }
  }

  private String caption() {
    String jars = sizes.isEmpty() ? "" : "Bytes of the jars of an engine on this platform. ";
    String memory =
        resident.isEmpty()
            ? ""
            : String.format(
                "The most memory that its process had resident %s, the JVM's heap included: %s, one"
                    + " picture, one thread. ",
                ofRuns()
                    ? "while it ran, counted from the end of its warm-up"
                    : "from its start on",
                network());
    return (jars + memory + "1 MB is 10^6 bytes.").strip();
  }

  private boolean ofRuns() {
    return resident.all().stream().allMatch(m -> Boolean.TRUE.equals(m.peakOfRuns()));
  }

  private String network() {
    return resident.workloads().get(0);
  }

  private List<String> engines() {
    return Stream.concat(sizes.stream().map(Results.Size::engine), resident.engines().stream())
        .distinct()
        .sorted(EngineStyle.ORDER)
        .toList();
  }

  private Optional<Double> jars(String engine) {
    return sizes.stream()
        .filter(size -> size.engine().equals(engine))
        .map(size -> (double) size.bytes())
        .findFirst();
  }

  private Optional<Double> memory(String engine) {
    return resident.by(engine).all().stream()
        .map(Measurement::peakBytes)
        .map(Long::doubleValue)
        .findFirst();
  }

  private BarChart chart() {
    List<String> categories = new ArrayList<>();
    if (!sizes.isEmpty()) {
      categories.add("jars");
    }
    if (!resident.isEmpty()) {
      categories.add("peak memory, " + network());
    }
    List<BarChart.Bars> bars = new ArrayList<>();
    for (String engine : engines()) {
      List<Double> values = new ArrayList<>();
      if (!sizes.isEmpty()) {
        values.add(jars(engine).map(bytes -> bytes / 1e6).orElse(null));
      }
      if (!resident.isEmpty()) {
        values.add(memory(engine).map(bytes -> bytes / 1e6).orElse(null));
      }
      bars.add(new BarChart.Bars(EngineStyle.of(engine), values));
    }
    return new BarChart("Sizes", "MB", categories, bars);
  }
}
