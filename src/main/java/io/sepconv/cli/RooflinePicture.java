package io.sepconv.cli;

import io.sepconv.backend.LayerReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The roofline of Williams, Waterman and Patterson (2009): the rate of each step against its
 * operations per byte, both logarithmic, under what the machine's arithmetic and memory allow.
 */
final class RooflinePicture {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 560;
  private static final int LEFT = 70;
  private static final int RIGHT = WIDTH - 20;
  private static final int TOP = 20;
  private static final int BOTTOM = HEIGHT - 50;

  /** Radius of a step that takes no time, and of one that takes all of it. */
  private static final double SMALL = 4;

  private static final double LARGE = 30;

  /** Room around what is shown, as a factor. */
  private static final double MARGIN = 1.25;

  private final ProfileTable table;
  private final Optional<MemoryBandwidth> memory;
  private final int[] shown;
  private final List<Double> x;
  private final List<Double> y;

  private RooflinePicture(ProfileTable table, Optional<MemoryBandwidth> memory) {
    this.table = table;
    this.memory = memory;
    shown = IntStream.range(0, table.layers().size()).filter(this::hasRate).toArray();
    double ridge =
        memory.isPresent() && table.peak().isPresent()
            ? table.peak().get().gflops() / memory.get().gbs()
            : 1;
    double roof = table.peak().map(FmaPeak::gflops).orElse(1.0);
    x = around(IntStream.of(shown).mapToDouble(this::intensity).toArray(), ridge);
    y = around(IntStream.of(shown).mapToDouble(this::rate).toArray(), roof);
  }

  static void draw(Markup page, ProfileTable table, Optional<MemoryBandwidth> memory) {
    new RooflinePicture(table, memory).draw(page);
  }

  /** How many steps have multiply-adds, bytes and a time: the others have no place in it. */
  static long places(ProfileTable table) {
    return new RooflinePicture(table, Optional.empty()).shown.length;
  }

  private boolean hasRate(int step) {
    LayerReport layer = table.layers().get(step);
    return layer.macs() > 0 && layer.bytes() > 0 && table.nanos()[step] > 0;
  }

  private double intensity(int step) {
    LayerReport layer = table.layers().get(step);
    return 2.0 * layer.macs() / layer.bytes();
  }

  private double rate(int step) {
    return 2.0 * table.layers().get(step).macs() / table.nanos()[step];
  }

  /** Round numbers from below the smallest of the given values to above the largest. */
  private static List<Double> around(double[] values, double further) {
    double low = further;
    double high = further;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return Ticks.logarithmic(low / MARGIN, high * MARGIN);
  }

  private double across(double intensity) {
    return LEFT + along(intensity, x) * (RIGHT - LEFT);
  }

  private double up(double rate) {
    return BOTTOM - along(rate, y) * (BOTTOM - TOP);
  }

  private static double along(double value, List<Double> axis) {
    return Math.log(value / axis.get(0)) / Math.log(last(axis) / axis.get(0));
  }

  private static double last(List<Double> axis) {
    return axis.get(axis.size() - 1);
  }

  private void draw(Markup page) {
    page.open(
        "svg",
        "id",
        "roofline",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-label",
        "Roofline");
    grid(page);
    roof(page);
    for (int step : shown) {
      double share = table.total() == 0 ? 0 : table.nanos()[step] / table.total();
      page.open(
          "circle",
          "class",
          "point " + StepKind.of(table.layers().get(step)).style(),
          "cx",
          across(intensity(step)),
          "cy",
          up(rate(step)),
          "r",
          Math.max(SMALL, LARGE * Math.sqrt(share)));
      page.text("title", BarPicture.tooltip(table, step)).close();
    }
    page.close();
  }

  private void grid(Markup page) {
    for (double tick : x) {
      double at = across(tick);
      page.empty("line", "class", "grid", "x1", at, "x2", at, "y1", TOP, "y2", BOTTOM);
      page.text("text", Ticks.label(tick), "class", "middle", "x", at, "y", BOTTOM + 18);
    }
    for (double tick : y) {
      double at = up(tick);
      page.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", at, "y2", at);
      page.text("text", Ticks.label(tick), "class", "end", "x", LEFT - 8, "y", at + 4);
    }
    int middle = (LEFT + RIGHT) / 2;
    page.text("text", "FLOP per byte", "class", "middle", "x", middle, "y", HEIGHT - 10);
    int half = (TOP + BOTTOM) / 2;
    page.text(
        "text",
        "GFLOP/s",
        "class",
        "middle",
        "transform",
        "rotate(-90 16 " + half + ")",
        "x",
        16,
        "y",
        half);
  }

  /** The lines of peak and bandwidth, and what they stand for. */
  private void roof(Markup page) {
    double peak = table.peak().map(FmaPeak::gflops).orElse(last(y));
    double end = last(x);
    double ridge = end;
    if (memory.isPresent()) {
      double bandwidth = memory.get().gbs();
      ridge = Math.min(end, peak / bandwidth);
      double start = Math.max(x.get(0), y.get(0) / bandwidth);
      double x1 = across(start);
      double x2 = across(ridge);
      double y1 = up(start * bandwidth);
      double y2 = up(ridge * bandwidth);
      page.empty("line", "class", "roof", "x1", x1, "x2", x2, "y1", y1, "y2", y2);
      double angle = Math.toDegrees(Math.atan2(y2 - y1, x2 - x1));
      page.text(
          "text",
          String.format(Locale.ROOT, "memory: %,.1f GB/s", bandwidth),
          "class",
          "strong",
          "transform",
          String.format(Locale.ROOT, "translate(%.2f %.2f) rotate(%.2f)", x1, y1, angle),
          "x",
          16,
          "y",
          -8);
    }
    if (table.peak().isPresent()) {
      double level = up(peak);
      double from = memory.isPresent() ? across(ridge) : LEFT;
      page.empty("line", "class", "roof", "x1", from, "x2", RIGHT, "y1", level, "y2", level);
      page.text(
          "text",
          String.format(Locale.ROOT, "peak: %,.1f GFLOP/s", peak),
          "class",
          "strong end",
          "x",
          RIGHT - 4,
          "y",
          level - 7);
    }
  }
}
