package io.sepconv.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What splits of a layer leave out of its weights, upwards, against their multiplications, to the
 * right: a line for each form, a point for each number of terms. Both are shares of the layer as it
 * is.
 */
final class SplitsPicture {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 440;
  private static final int LEFT = 64;
  private static final int RIGHT = WIDTH - 20;
  private static final int TOP = 46;
  private static final int BOTTOM = HEIGHT - 54;

  /** How much of the layer's multiplications there is room for: more pays nowhere. */
  private static final double MOST = 1.2;

  private static final int RADIUS = 4;
  private static final int LABEL = 230;

  private static final String STYLE =
      "text { font: 13px Arial, Helvetica, sans-serif; fill: #24292f } .middle { text-anchor:"
          + " middle } .end { text-anchor: end } .grid { stroke: #d0d7de } .whole { stroke: #24292f;"
          + " stroke-dasharray: 6 4 } polyline { fill: none; stroke-width: 1.5 } .f0 { stroke:"
          + " #2a78b8; fill: #2a78b8 } .f1 { stroke: #c67c00; fill: #c67c00 } .f2 { stroke: #12966a;"
          + " fill: #12966a } polyline.f0, polyline.f1, polyline.f2 { fill: none }";

  private final List<String> names = new ArrayList<>();
  private final List<List<Point>> lines = new ArrayList<>();

  /**
   * One split.
   *
   * @param terms of the sum
   * @param macs multiplications, of those of the layer
   * @param error of the weights, of these
   */
  record Point(int terms, double macs, double error) {}

  /** Adds a form of at most three. */
  void add(String name, List<Point> line) {
    names.add(name);
    lines.add(line);
  }

  Markup draw() {
    Markup page = Markup.svg(WIDTH, HEIGHT);
    page.text("title", "Error of the weights against multiplications");
    page.text("style", STYLE);
    page.empty("rect", "width", WIDTH, "height", HEIGHT, "fill", "#fff");
    axes(page);
    for (int form = 0; form < lines.size(); form++) {
      line(page, form);
      int x = LEFT + form * LABEL;
      page.empty("circle", "class", "f" + form, "cx", x + RADIUS, "cy", 20, "r", RADIUS);
      page.text("text", names.get(form), "x", x + 14, "y", 24);
    }
    return page.close();
  }

  private static void axes(Markup page) {
    for (double tick : Ticks.linear(MOST, 6)) {
      double x = across(tick);
      String style = tick == 1 ? "whole" : "grid";
      page.empty("line", "class", style, "x1", x, "x2", x, "y1", TOP, "y2", BOTTOM);
      page.text("text", percent(tick), "class", "middle", "x", x, "y", BOTTOM + 18);
    }
    for (double tick : Ticks.linear(1, 5)) {
      double y = up(tick);
      page.empty("line", "class", "grid", "x1", LEFT, "x2", RIGHT, "y1", y, "y2", y);
      page.text("text", percent(tick), "class", "end", "x", LEFT - 8, "y", y + 4);
    }
    int middle = (LEFT + RIGHT) / 2;
    String right = "multiplications, of those of the layer";
    page.text("text", right, "class", "middle", "x", middle, "y", HEIGHT - 12);
    int half = (TOP + BOTTOM) / 2;
    String turn = "rotate(-90 16 " + half + ")";
    String upwards = "left out of the weights";
    page.text("text", upwards, "class", "middle", "transform", turn, "x", 16, "y", half);
  }

  private void line(Markup page, int form) {
    StringBuilder places = new StringBuilder();
    List<Point> shown = lines.get(form).stream().filter(point -> point.macs <= MOST).toList();
    for (Point point : shown) {
      places.append(String.format(Locale.ROOT, "%.1f,%.1f ", across(point.macs), up(point.error)));
    }
    page.empty("polyline", "class", "f" + form, "points", places.toString().strip());
    for (Point point : shown) {
      page.open(
          "circle",
          "class",
          "f" + form,
          "cx",
          across(point.macs),
          "cy",
          up(point.error),
          "r",
          RADIUS * 0.75);
      page.text(
          "title",
          String.format(
              Locale.ROOT,
              "%s, %d terms: %s of the multiplications, %s left out",
              names.get(form),
              point.terms,
              CostTable.percent(point.macs),
              CostTable.percent(point.error)));
      page.close();
    }
  }

  private static double across(double macs) {
    return LEFT + macs / MOST * (RIGHT - LEFT);
  }

  private static double up(double error) {
    return BOTTOM - error * (BOTTOM - TOP);
  }

  private static String percent(double share) {
    return Math.round(100 * share) + " %";
  }
}
