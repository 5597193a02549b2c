package io.sepconv.cli;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/** Shows the lines of text that were found: as a table, and as boxes on the picture. */
final class TextFindings {
  private static final Color UPRIGHT = new Color(0, 130, 60);
  private static final Color ROTATED = new Color(0, 70, 210);
  private static final Color UNSURE = new Color(130, 130, 130);

  private TextFindings() {}

  /** A row for each line. */
  static TextTable table(List<TextLine> lines) {
    TextTable table =
        new TextTable()
            .add("line", "x", "y", "width", "height", "found", "direction", "sure", "read", "text")
            .rule()
            .words(9);
    for (int i = 0; i < lines.size(); i++) {
      TextLine line = lines.get(i);
      table.add(
          String.valueOf(i + 1),
          String.valueOf(line.box().x()),
          String.valueOf(line.box().y()),
          String.valueOf(line.box().width()),
          String.valueOf(line.box().height()),
          String.format(Locale.ROOT, "%.2f", line.box().score()),
          line.direction().describe(),
          String.format(Locale.ROOT, "%.3f", line.direction().confidence()),
          String.format(Locale.ROOT, "%.3f", line.reading().confidence()),
          line.reading().text());
    }
    return table;
  }

  /** Draws the boxes onto a picture and returns it. */
  static BufferedImage draw(BufferedImage picture, List<TextLine> lines) {
    Graphics2D graphics = picture.createGraphics();
    try {
      graphics.setStroke(new BasicStroke(2));
      for (TextLine line : lines) {
        TextDirection direction = line.direction();
        Color sure = direction.rotated() ? ROTATED : UPRIGHT;
        graphics.setColor(direction.isSure() ? sure : UNSURE);
        TextBox box = line.box();
        graphics.drawRect(box.x(), box.y(), box.width() - 1, box.height() - 1);
      }
      return picture;
    } finally {
      graphics.dispose();
    }
  }
}
