package io.sepconv.cli;

import io.sepconv.ModelReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A profile as one HTML file that needs nothing else: no scripts, no fonts, no network.
 *
 * @param report how the model runs
 * @param table what its steps took
 * @param memory what the machine's memory allows, where it is known
 * @param facts what was measured where and how, by name
 */
record ProfilePage(
    ModelReport report,
    ProfileTable table,
    Optional<MemoryBandwidth> memory,
    Map<String, String> facts) {

  /** The text of the file. */
  String html() {
    Markup page = Markup.html();
    page.open("html", "lang", "en").open("head");
    page.empty("meta", "charset", "utf-8");
    page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    page.text("title", "Profile of " + report.model());
    page.text("style", style()).close();
    page.open("body").open("main");
    page.text("h1", "Profile of " + report.model());
    page.open("dl");
    facts.forEach((name, value) -> page.text("dt", name).text("dd", value));
    page.close();
    page.text("h2", "Time of each step");
    legend(page);
    BarPicture.draw(page, table);
    page.text("h2", "Roofline");
    page.text("p", aboutTheRoofline());
    legend(page);
    RooflinePicture.draw(page, table, memory);
    page.text("h2", "The arena over time");
    page.text("p", aboutTheArena());
    if (!report.arena().buffers().isEmpty()) {
      ArenaPicture.draw(page, report.arena(), report.layers());
    }
    page.text("h2", "The numbers");
    table(page);
    return page.close().close().close().toString();
  }

  private static String style() {
    try (InputStream in = ProfilePage.class.getResourceAsStream("profile.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The kinds of step that the network has, with their colours. */
  private void legend(Markup page) {
    page.open("ul", "class", "legend");
    for (StepKind kind : StepKind.values()) {
      if (report.layers().stream().anyMatch(layer -> StepKind.of(layer) == kind)) {
        page.open("li").text("span", "", "class", "swatch " + kind.style());
        page.text("span", kind.label()).close();
      }
    }
    page.close();
  }

  private String aboutTheRoofline() {
    long without = report.layers().size() - RooflinePicture.places(table);
    return String.format(
        Locale.ROOT,
        "A point per step with multiply-adds (%d %s none); its area is its share of the time. Bytes"
            + " are operands and results, each once: a point above the line of the memory takes"
            + " them from caches.%s",
        without,
        without == 1 ? "step has" : "steps have",
        memory.isPresent() && table.peak().isPresent()
            ? ""
            : " Where only the reference runs there is no peak and no bandwidth to compare with.");
  }

  private String aboutTheArena() {
    return report.arena().buffers().isEmpty()
        ? "This backend keeps values on the heap, or the network has none between its steps:"
            + " there is no arena."
        : report.arena().summary()
            + ". A rectangle is a value or a scratchpad over the steps that need it, in the colour"
            + " of the step that writes it; inputs, outputs and weights lie elsewhere.";
  }

  private void table(Markup page) {
    page.open("div", "class", "wide").open("table").open("thead");
    row(page, "th", ProfileTable.HEADINGS);
    page.close().open("tbody");
    for (int step = 0; step < report.layers().size(); step++) {
      row(page, "td", table.row(step));
    }
    page.close().open("tfoot");
    row(page, "td", table.totals());
    page.close().close().close();
  }

  private static void row(Markup page, String element, List<String> cells) {
    page.open("tr");
    for (int i = 0; i < cells.size(); i++) {
      page.text(
          element, cells.get(i), "class", ProfileTable.WORDS.contains(i) ? "words" : "number");
    }
    page.close();
  }
}
