package io.sepconv.cli;

import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.LayerReport;
import java.util.List;
import java.util.Locale;

/** The arena over time: steps to the right, offsets upwards, a rectangle per buffer. */
final class ArenaPicture {
  private static final int WIDTH = 1100;
  private static final int HEIGHT = 480;
  private static final int LEFT = 70;
  private static final int RIGHT = WIDTH - 20;
  private static final int TOP = 34;
  private static final int BOTTOM = HEIGHT - 50;

  /** A letter's width, and the height that a line of text needs. */
  private static final double LETTER = 6.7;

  private static final double LINE = 14;

  /** A name of fewer letters than this says nothing. */
  private static final int LETTERS = 6;

  private ArenaPicture() {}

  /**
   * Draws it.
   *
   * @param arena of at least one buffer
   * @param layers the steps that its buffers count in
   */
  static void draw(Markup page, ArenaReport arena, List<LayerReport> layers) {
    double unit = unit(arena.bytes());
    double wide = (double) (RIGHT - LEFT) / layers.size();
    List<Double> ticks = Ticks.linear(arena.bytes() / unit, 6);
    double high = (BOTTOM - TOP) / (ticks.get(ticks.size() - 1) * unit);
    page.open(
        "svg",
        "id",
        "arena",
        "viewBox",
        "0 0 " + WIDTH + " " + HEIGHT,
        "role",
        "img",
        "aria-label",
        "The arena over time");
    for (double tick : ticks) {
      double y = BOTTOM - tick * unit * high;
      page.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", y, "y2", y);
      page.text("text", Ticks.label(tick), "class", "end", "x", LEFT - 8, "y", y + 4);
    }
    for (double tick : Ticks.linear(layers.size(), 10)) {
      if (tick < layers.size() && tick == Math.rint(tick)) {
        double x = LEFT + (tick + 0.5) * wide;
        page.text("text", Ticks.label(tick), "class", "middle", "x", x, "y", BOTTOM + 18);
      }
    }
    page.text("text", "step", "class", "middle", "x", (LEFT + RIGHT) / 2, "y", HEIGHT - 10);
    page.text("text", "offset, " + name(unit), "x", 4, "y", TOP - 16);
    for (ArenaReport.Buffer buffer : arena.buffers()) {
      StepKind kind = StepKind.of(layers.get(buffer.first()));
      double x = LEFT + buffer.first() * wide;
      double width = (buffer.last() + 1 - buffer.first()) * wide;
      double height = buffer.bytes() * high;
      double y = BOTTOM - buffer.offset() * high - height;
      page.open("g", "class", "buffer");
      page.text("title", tooltip(buffer));
      page.empty("rect", "class", kind.style(), "x", x, "y", y, "width", width, "height", height);
      int letters = (int) ((width - 8) / LETTER);
      if (height >= LINE && letters >= LETTERS) {
        String name = Ticks.shorten(buffer.name(), letters);
        page.text("text", name, "class", "mono inside", "x", x + 4, "y", y + height / 2 + 4);
      }
      page.close();
    }
    peak(page, arena.peakBytes(), BOTTOM - arena.peakBytes() * high, unit);
    page.close();
  }

  private static void peak(Markup page, long bytes, double y, double unit) {
    page.empty("line", "class", "peak", "x1", LEFT, "x2", RIGHT, "y1", y, "y2", y);
    String text =
        String.format(Locale.ROOT, "alive at once at most: %.2f %s", bytes / unit, name(unit));
    page.text("text", text, "class", "strong end", "x", RIGHT - 4, "y", y - 6);
  }

  private static String tooltip(ArenaReport.Buffer buffer) {
    return String.format(
        Locale.ROOT,
        "%s: %,d bytes at offset %,d, steps %d to %d",
        buffer.name(),
        buffer.bytes(),
        buffer.offset(),
        buffer.first(),
        buffer.last());
  }

  private static double unit(long bytes) {
    return bytes >= 1 << 20 ? 1 << 20 : bytes >= 1 << 10 ? 1 << 10 : 1;
  }

  private static String name(double unit) {
    return unit == 1 ? "bytes" : unit == 1 << 10 ? "KiB" : "MiB";
  }
}
