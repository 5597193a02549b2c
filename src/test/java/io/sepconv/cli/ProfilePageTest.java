package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.ModelReport;
import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ProfilePageTest {
  private static final String DEPTHWISE = "g8mb1ic8ih9iw9oc8oh9ow9kh3kw3ph1pw1";
  private static final String POINTWISE = "mb1ic8ih9iw9oc16oh9ow9kh1kw1ph0pw0";
  private static final String HOSTILE =
      "'\"></title></text><script>alert(1)</script>&amp;]]>\u0000\u001b\ud800<!--";
  private static final double[] NANOS = {500, 4000, 2000, 1500, 900};

  private static ModelReport report(String name) {
    List<LayerReport> layers =
        List.of(
            new LayerReport(name, "reorder", name, "jit:uni", "nhwc", true, 0, 0, 800),
            new LayerReport(name, "Conv", DEPTHWISE, name, "nhwc", true, 0, 50_000, 1200),
            new LayerReport(name, "Conv", POINTWISE, "brgconv", name, true, 0, 10_000, 4000),
            new LayerReport(name, name, "[2]", "reference: " + name, "row-major", false, 1, 7, 8),
            new LayerReport(name, "Conv", "[1, 0]", "jit", "nhwc", true, 2, 0, 0));
    ArenaReport arena =
        new ArenaReport(
            1280,
            1152,
            List.of(
                new ArenaReport.Buffer(name, 0, 640, 0, 1),
                new ArenaReport.Buffer(name, 640, 512, 1, 4),
                new ArenaReport.Buffer("scratchpad of " + name, 1216, 64, 2, 2)));
    return new ModelReport(name, "onednn", Precision.F32, layers, 1, 2, 3, arena);
  }

  private static String html(ModelReport report, double[] nanos) {
    Optional<FmaPeak> peak = Optional.of(new FmaPeak(100, "by hand"));
    ProfileTable table = new ProfileTable(report.layers(), nanos, peak);
    Optional<MemoryBandwidth> memory = Optional.of(new MemoryBandwidth(10, "by hand"));
    String name = report.model();
    return new ProfilePage(report, table, memory, Map.of(name, name)).html();
  }

  @Test
  void everyStepHasItsBarAndItsLine() {
    ModelReport report = report("net");
    HtmlPage page = HtmlPage.parse(html(report, NANOS));
    ProfileTable table =
        new ProfileTable(report.layers(), NANOS, Optional.of(new FmaPeak(100, "by hand")));
    List<Element> steps = page.in("bars", "g", "step");
    List<Element> bars = page.in("bars", "rect", "bar");
    assertEquals(5, steps.size());
    assertEquals(5, bars.size());
    double longest = HtmlPage.number(bars.get(1), "width");
    assertTrue(longest > 100, "width " + longest);
    for (int i = 0; i < 5; i++) {
      List<String> cells = table.row(i);
      assertEquals(longest * NANOS[i] / 4000, HtmlPage.number(bars.get(i), "width"), 0.011);
      String text = steps.get(i).getTextContent();
      assertTrue(text.endsWith(cells.get(4) + " (" + cells.get(5) + ")"), text);
      assertTrue(text.contains(report.layers().get(i).problem()), text);
      assertEquals(cells, page.rows().get(i + 1));
    }
    assertEquals(ProfileTable.HEADINGS, page.rows().get(0));
    assertEquals(table.totals(), page.rows().get(6));
  }

  @Test
  void coloursTellTheKindOfAStep() {
    HtmlPage page = HtmlPage.parse(html(report("net"), NANOS));
    List<String> kinds =
        page.in("bars", "rect", "bar").stream().map(bar -> bar.getAttribute("class")).toList();
    List<StepKind> expected =
        List.of(
            StepKind.REORDER,
            StepKind.DEPTHWISE,
            StepKind.POINTWISE,
            StepKind.REFERENCE,
            StepKind.OTHER);
    assertEquals(expected.stream().map(kind -> "bar " + kind.style()).toList(), kinds);
    for (StepKind kind : StepKind.values()) {
      assertEquals(expected.contains(kind), page.text("ul").contains(kind.label()), kind.label());
      assertTrue(page.text("style").contains("." + kind.style() + " "), kind.label());
    }
  }

  /** Steps without multiply-adds have no place; a point at the ridge lies where the lines meet. */
  @Test
  void pointsLieUnderTheRoofAsTheNumbersSay() {
    HtmlPage page = HtmlPage.parse(html(report("net"), new double[] {500, 1000, 2000, 1500, 900}));
    List<Element> points = page.in("roofline", "circle", "point");
    assertEquals(3, points.size());
    List<Element> roof = page.in("roofline", "line", "roof");
    assertEquals(2, roof.size());
    double ridge = HtmlPage.number(roof.get(0), "x2");
    double level = HtmlPage.number(roof.get(1), "y1");
    assertEquals(level, HtmlPage.number(roof.get(0), "y2"));
    assertEquals(ridge, HtmlPage.number(roof.get(1), "x1"));
    // 100,000 operations in 1000 ns reach the peak, with 83 of them per byte where 10 would do.
    assertEquals(level, HtmlPage.number(points.get(0), "cy"));
    // 20,000 operations in 2000 ns are a tenth of it, with 5 per byte.
    assertTrue(HtmlPage.number(points.get(1), "cy") > level);
    double left = ridge - HtmlPage.number(points.get(1), "cx");
    double right = HtmlPage.number(points.get(0), "cx") - ridge;
    assertEquals(Math.log(100_000 / 1200.0 / 10) / Math.log(2), right / left, 0.001);
  }

  @Test
  void everyBufferHasItsRectangle() {
    HtmlPage page = HtmlPage.parse(html(report("net"), NANOS));
    List<Element> buffers = page.in("arena", "g", "buffer");
    List<Element> rectangles =
        buffers.stream().map(buffer -> HtmlPage.all(buffer, "rect").get(0)).toList();
    assertEquals(3, rectangles.size());
    double step = HtmlPage.number(rectangles.get(2), "width");
    double line = HtmlPage.number(rectangles.get(2), "height") / 64;
    double bottom = bottom(rectangles.get(0));
    for (int i = 0; i < 3; i++) {
      ArenaReport.Buffer buffer = report("net").arena().buffers().get(i);
      Element rectangle = rectangles.get(i);
      int steps = buffer.last() - buffer.first() + 1;
      assertEquals(steps * step, HtmlPage.number(rectangle, "width"), 0.05);
      assertEquals(buffer.bytes() * line, HtmlPage.number(rectangle, "height"), 0.3);
      assertEquals(buffer.offset() * line, bottom - bottom(rectangle), 0.6);
      String text = buffers.get(i).getTextContent();
      assertTrue(text.startsWith(buffer.name() + ": "), text);
    }
    double peak = HtmlPage.number(page.in("arena", "line", "peak").get(0), "y1");
    assertEquals(1152 * line, bottom - peak, 0.6);
  }

  private static double bottom(Element rectangle) {
    return HtmlPage.number(rectangle, "y") + HtmlPage.number(rectangle, "height");
  }

  @Test
  void hostileNamesStayText() {
    String hostile = html(report(HOSTILE), NANOS);
    HtmlPage page = HtmlPage.parse(hostile);
    assertEquals(0, page.all("script").size());
    assertFalse(hostile.contains("<script"), hostile);
    assertFalse(hostile.contains("<!--"), hostile);
    assertTrue(page.text("h1").contains("<script>alert(1)</script>&amp;]]>"), page.text("h1"));
    // Names decide which labels fit into a rectangle, and nothing else.
    for (String element : List.of("g", "rect", "title", "td", "dd", "circle", "line")) {
      int expected = HtmlPage.parse(html(report("net"), NANOS)).all(element).size();
      assertEquals(expected, page.all(element).size(), element);
    }
  }

  @Test
  void nothingComesFromElsewhere() {
    String html = html(report("net"), NANOS);
    for (String reference : List.of("http", "src=", "href", "url(", "@import", "<script")) {
      assertFalse(html.contains(reference), reference);
    }
  }

  @Test
  void withoutTimesPeakOrArenaItStaysReadable() {
    ModelReport report =
        new ModelReport(
            "net", "reference", Precision.F32, report("x").layers(), 1, 0, 0, ArenaReport.NONE);
    ModelReport nothing =
        new ModelReport("net", "reference", Precision.F32, List.of(), 1, 0, 0, ArenaReport.NONE);
    for (ModelReport each : List.of(report, nothing)) {
      double[] none = new double[each.layers().size()];
      ProfileTable table = new ProfileTable(each.layers(), none, Optional.empty());
      String html = new ProfilePage(each, table, Optional.empty(), Map.of()).html();
      HtmlPage page = HtmlPage.parse(html);
      assertEquals(each.layers().size(), page.in("bars", "rect", "bar").size());
      assertEquals(2, page.all("svg").size());
      assertFalse(html.contains("NaN") || html.contains("Infinity"), html);
      assertTrue(page.text("main").contains("there is no arena"), html);
    }
  }
}
