package io.sepconv.benchmarks.report;

import java.util.List;

/** Problems so small that what stands around the arithmetic is most of their time. */
final class OverheadPart {
  private final Page page;
  private final Measurements tiny;
  private final ProblemLabels labels;

  OverheadPart(Page page, Measurements tiny) {
    this.page = page;
    this.tiny = tiny;
    this.labels = new ProblemLabels(tiny.workloads());
  }

  void write() {
    page.heading("Overhead of a run");
    for (int threads : tiny.threads()) {
      page.table(
          "Microseconds of tiny problems on "
              + Figures.count(threads, "thread")
              + ": median, and quartiles below it.",
          List.of(threads),
          Cells.table("problem", tiny.at(threads), labels::of, Cells::micros));
    }
    page.commands(tiny);
  }
}
