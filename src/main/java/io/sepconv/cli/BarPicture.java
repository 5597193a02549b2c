package io.sepconv.cli;

import io.sepconv.backend.LayerReport;
import java.util.List;
import java.util.Locale;

/** A bar per step of a network: its length is the step's time. */
final class BarPicture {
  private static final int LABEL = 400;
  private static final int BARS = 560;
  private static final int WIDTH = LABEL + BARS + 140;
  private static final int ROW = 18;
  private static final int TOP = 34;

  /** Columns of the labels' fixed-width font that fit beside the bars. */
  private static final int LABEL_COLUMNS = 58;

  private BarPicture() {}

  static void draw(Markup page, ProfileTable table) {
    int steps = table.layers().size();
    double longest = 0;
    for (double time : table.nanos()) {
      longest = Math.max(longest, time / 1e3);
    }
    List<Double> ticks = Ticks.linear(longest, 6);
    double most = Math.max(ticks.get(ticks.size() - 1), longest);
    double scale = most == 0 ? 0 : BARS / most;
    int bottom = TOP + steps * ROW;
    page.open(
        "svg",
        "id",
        "bars",
        "viewBox",
        "0 0 " + WIDTH + " " + (bottom + 6),
        "role",
        "img",
        "aria-label",
        "Time of each step");
    for (double tick : ticks) {
      double x = LABEL + tick * scale;
      page.empty("line", "class", "grid", "x1", x, "x2", x, "y1", TOP - 4, "y2", bottom);
      page.text("text", Ticks.label(tick), "class", "middle", "x", x, "y", TOP - 8);
    }
    page.text("text", "median, \u00b5s", "class", "end", "x", LABEL - 10, "y", TOP - 8);
    for (int i = 0; i < steps; i++) {
      bar(page, table, i, scale);
    }
    page.close();
  }

  private static void bar(Markup page, ProfileTable table, int step, double scale) {
    LayerReport layer = table.layers().get(step);
    StepKind kind = StepKind.of(layer);
    List<String> cells = table.row(step);
    int y = TOP + step * ROW;
    double length = table.nanos()[step] / 1e3 * scale;
    page.open("g", "class", "step");
    page.text("title", tooltip(table, step));
    String label = String.format("%d  %s  %s", step, operator(layer, kind), layer.implementation());
    page.text(
        "text", Ticks.shorten(label, LABEL_COLUMNS), "class", "mono", "x", 0, "y", y + ROW - 5);
    page.empty(
        "rect",
        "class",
        "bar " + kind.style(),
        "x",
        LABEL,
        "y",
        y + 2,
        "width",
        length,
        "height",
        ROW - 4);
    String time = cells.get(ProfileTable.TIME) + " (" + cells.get(ProfileTable.TIME + 1) + ")";
    page.text("text", time, "x", LABEL + length + 6, "y", y + ROW - 5);
    page.close();
  }

  private static String operator(LayerReport layer, StepKind kind) {
    return switch (kind) {
      case POINTWISE -> layer.type() + " 1x1";
      case DEPTHWISE -> layer.type() + " depthwise";
      default -> layer.type();
    };
  }

  /** What a step is and took, in a few lines. */
  static String tooltip(ProfileTable table, int step) {
    LayerReport layer = table.layers().get(step);
    List<String> cells = table.row(step);
    return String.format(
        Locale.ROOT,
        "step %d: %s '%s'; %s; %s, %s; %s us, %s GFLOP/s, %s bytes, %s GB/s",
        step,
        layer.type(),
        layer.name(),
        layer.problem(),
        layer.implementation(),
        layer.layout(),
        cells.get(ProfileTable.TIME),
        cells.get(6),
        cells.get(8),
        cells.get(9));
  }
}
