package io.sepconv.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The page that the demo draws when it is given no picture: a few lines of text and some shapes.
 */
final class DemoPage {
  static final int WIDTH = 640;
  static final int HEIGHT = 480;

  /**
   * One line of the page.
   *
   * @param text its characters
   * @param x left end, in pixels
   * @param baseline foot of the letters, in pixels from the top
   * @param size of the font, in pixels
   * @param grey of the ink, from 0 (black) to 255
   */
  record Line(String text, int x, int baseline, int size, int grey) {}

  /** What is written on the page, from top to bottom. */
  static final List<Line> LINES =
      List.of(
          new Line("Separable convolutions", 40, 78, 46, 20),
          new Line("9,633 multiplications instead of 45,630", 40, 130, 27, 60),
          new Line("One picture, two networks: where is the text?", 40, 178, 22, 90),
          new Line("Is this page upright, or upside down?", 40, 398, 30, 40),
          new Line("Set in 18 pixels and grey (#707070); size 640 x 480.", 40, 444, 18, 112));

  static final String NO_FONT =
      "the demo draws its page with the font of org.apache.pdfbox:pdfbox 3.x, which is not on the"
          + " class path: add it, or give a picture with --image FILE";

  private DemoPage() {}

  /** What is written on the page, one line each. */
  static String text() {
    return LINES.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  /**
   * Draws the page; the same pixels every time.
   *
   * @throws IllegalArgumentException if the optional library with the font is missing
   */
  static BufferedImage draw() {
    try {
      return drawWithFont();
    } catch (NoClassDefFoundError e) {
      throw new IllegalArgumentException(NO_FONT, e);
    }
  }

  private static BufferedImage drawWithFont() {
    BufferedImage page = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = page.createGraphics();
    try (Typeface typeface = Typeface.load()) {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.setColor(new Color(250, 249, 245));
      graphics.fill(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
      drawLandscape(graphics);
      drawShapes(graphics);
      for (Line line : LINES) {
        graphics.setColor(new Color(line.grey(), line.grey(), line.grey()));
        graphics.fill(typeface.outline(line.text(), line.x(), line.baseline(), line.size()));
      }
    } finally {
      graphics.dispose();
    }
    return page;
  }

  /** Stands for a photograph: soft sky, sun, and ridges with hard edges. */
  private static void drawLandscape(Graphics2D graphics) {
    Rectangle2D frame = new Rectangle2D.Double(40, 206, 250, 140);
    graphics.setPaint(
        new GradientPaint(0, 206, new Color(90, 140, 200), 0, 346, new Color(250, 215, 170)));
    graphics.fill(frame);
    graphics.setColor(new Color(255, 240, 200));
    graphics.fill(new Ellipse2D.Double(205, 226, 40, 40));
    graphics.clip(frame);
    graphics.setColor(new Color(110, 120, 140));
    graphics.fill(polygon(40, 320, 110, 252, 165, 300, 225, 268, 290, 318, 290, 346, 40, 346));
    graphics.setColor(new Color(60, 80, 70));
    graphics.fill(polygon(40, 332, 120, 305, 200, 336, 290, 312, 290, 346, 40, 346));
    graphics.setClip(null);
  }

  private static Path2D polygon(int... xy) {
    Path2D path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    path.closePath();
    return path;
  }

  private static void drawShapes(Graphics2D graphics) {
    graphics.setColor(new Color(190, 60, 50));
    graphics.fill(new Ellipse2D.Double(330, 216, 120, 120));
    graphics.setColor(new Color(40, 90, 130));
    graphics.fill(polygon(490, 336, 545, 216, 600, 336));
    graphics.setColor(new Color(120, 120, 120));
    graphics.setStroke(new BasicStroke(1.5f));
    graphics.draw(new Line2D.Double(40, 92, 600, 92));
    graphics.draw(new Line2D.Double(40, 362, 600, 362));
  }
}
