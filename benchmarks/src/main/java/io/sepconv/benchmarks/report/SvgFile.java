package io.sepconv.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.ViewBox;

/** Draws a chart and writes it as SVG. */
final class SvgFile {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 460;
  private static final Color TEXT = new Color(0x24292F);
  private static final Color GRID = new Color(0xD0D7DE);
  private static final Color LINE = new Color(0xB00020);
  private static final BasicStroke LINE_STROKE = new BasicStroke(1.5f);

  /** The text is laid out by its widths; Arial and Helvetica, which browsers have, share them. */
  private static final String FONT = "Liberation Sans";

  private static final String FAMILIES = "Liberation Sans, Arial, Helvetica, sans-serif";

  /** More categories than these have no room for their names side by side. */
  private static final int LEVEL = 5;

  /** Names of more letters than these would run into each other: the bars then lie. */
  private static final int LONG = 20;

  /** Height of a bar that lies, and what a group of them and all have besides. */
  private static final int BAR = 15;

  private static final int GAP = 10;
  private static final int FRAME = 110;

  /** More bars than these have no room for their values above them. */
  private static final int LABELLED = 34;

  static {
    // The workaround, for JDKs of 2002, makes outlines of text that is turned.
    TextUtils.setUseDrawRotatedStringWorkaround(false);
  }

  private SvgFile() {}

  /** Writes a picture, over a file that is there; equal pictures give equal files. */
  static void write(Path file, BarChart chart) throws IOException {
    int height = height(chart);
    SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, height);
    graphics.setDefsKeyPrefix("sepconv");
    graphics.setGeomDoubleConverter(SvgFile::decimals);
    graphics.setTransformDoubleConverter(SvgFile::decimals);
    graphics.setFontFunction(family -> FAMILIES);
    draw(chart).draw(graphics, new Rectangle(WIDTH, height));
    Files.writeString(file, element(graphics, height) + "\n");
  }

  private static boolean lies(BarChart chart) {
    return chart.categories().stream().anyMatch(name -> name.length() > LONG)
        && chart.categories().size() > LEVEL;
  }

  private static int height(BarChart chart) {
    return lies(chart)
        ? FRAME + chart.categories().size() * (chart.bars().size() * BAR + GAP)
        : HEIGHT;
  }

  /** Scales with the page that shows it. */
  private static String element(SVGGraphics2D graphics, int height) {
    return graphics.getSVGElement(null, true, new ViewBox(0, 0, WIDTH, height), null, null);
  }

  private static String decimals(double value) {
    return format("0.##").format(value);
  }

  private static JFreeChart draw(BarChart chart) {
    CategoryPlot plot =
        new CategoryPlot(data(chart), categories(chart), values(chart), renderer(chart));
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinePaint(GRID);
    plot.setRangeGridlineStroke(new BasicStroke(0.75f));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setFixedLegendItems(legend(chart));
    if (lies(chart)) {
      plot.setOrientation(PlotOrientation.HORIZONTAL);
      plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    }
    chart
        .line()
        .ifPresent(
            at ->
                plot.addRangeMarker(
                    new ValueMarker(at.value(), LINE, LINE_STROKE), Layer.FOREGROUND));
    JFreeChart drawing = new JFreeChart(chart.title(), font(Font.BOLD, 16), plot, true);
    drawing.setBackgroundPaint(Color.WHITE);
    drawing.setPadding(new RectangleInsets(8, 8, 8, 16));
    drawing.getTitle().setPaint(TEXT);
    drawing.getLegend().setItemFont(font(Font.PLAIN, 13));
    drawing.getLegend().setItemPaint(TEXT);
    drawing.getLegend().setFrame(BlockBorder.NONE);
    return drawing;
  }

  private static DefaultCategoryDataset data(BarChart chart) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (BarChart.Bars bars : chart.bars()) {
      for (int i = 0; i < chart.categories().size(); i++) {
        data.addValue(bars.values().get(i), bars.style().label(), chart.categories().get(i));
      }
    }
    return data;
  }

  private static CategoryAxis categories(BarChart chart) {
    CategoryAxis axis = new CategoryAxis();
    axis.setTickLabelFont(font(Font.PLAIN, 13));
    axis.setTickLabelPaint(TEXT);
    axis.setLowerMargin(0.01);
    axis.setUpperMargin(0.01);
    axis.setCategoryMargin(0.15);
    axis.setMaximumCategoryLabelLines(2);
    axis.setMaximumCategoryLabelWidthRatio(lies(chart) ? 0.4f : 0);
    if (chart.categories().size() > LEVEL && !lies(chart)) {
      axis.setCategoryLabelPositions(
          CategoryLabelPositions.createUpRotationLabelPositions(Math.PI / 7));
    }
    return axis;
  }

  private static NumberAxis values(BarChart chart) {
    NumberAxis axis = new NumberAxis(chart.unit());
    axis.setLabelFont(font(Font.PLAIN, 13));
    axis.setLabelPaint(TEXT);
    axis.setTickLabelFont(font(Font.PLAIN, 12));
    axis.setTickLabelPaint(TEXT);
    axis.setRange(0, 1.08 * chart.highest());
    axis.setNumberFormatOverride(format("0.##"));
    return axis;
  }

  private static BarRenderer renderer(BarChart chart) {
    BarRenderer renderer = new BarRenderer();
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0);
    renderer.setMaximumBarWidth(0.06);
    for (int i = 0; i < chart.bars().size(); i++) {
      renderer.setSeriesPaint(i, chart.bars().get(i).style().colour());
    }
    if (chart.count() <= LABELLED) {
      renderer.setDefaultItemLabelGenerator(
          new StandardCategoryItemLabelGenerator(
              "{2}", format(chart.highest() < 100 ? "0.0" : "0")));
      renderer.setDefaultItemLabelFont(font(Font.PLAIN, 11));
      renderer.setDefaultItemLabelPaint(TEXT);
      renderer.setDefaultItemLabelsVisible(true);
      renderer.setDefaultPositiveItemLabelPosition(
          lies(chart)
              ? new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT)
              : new ItemLabelPosition(ItemLabelAnchor.OUTSIDE12, TextAnchor.BOTTOM_CENTER));
    }
    return renderer;
  }

  private static LegendItemCollection legend(BarChart chart) {
    LegendItemCollection items = new LegendItemCollection();
    for (BarChart.Bars bars : chart.bars()) {
      items.add(
          new LegendItem(
              bars.style().label(),
              null,
              null,
              null,
              new Rectangle2D.Double(-5, -5, 10, 10),
              bars.style().colour()));
    }
    chart
        .line()
        .ifPresent(
            at ->
                items.add(
                    new LegendItem(
                        at.label(),
                        null,
                        null,
                        null,
                        new Line2D.Double(-9, 0, 9, 0),
                        LINE_STROKE,
                        LINE)));
    return items;
  }

  private static DecimalFormat format(String pattern) {
    return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  private static Font font(int style, int size) {
    return new Font(FONT, style, size);
  }
}
