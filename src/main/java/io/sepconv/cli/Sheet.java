package io.sepconv.cli;

import io.sepconv.image.Images;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Pictures side by side, row under row, on white. */
final class Sheet {
  private static final int GAP = 8;

  private Sheet() {}

  /**
   * Lays pictures out; a column is as wide as its widest, a row as high as its highest.
   *
   * @param rows from top to bottom, each from left to right
   */
  static BufferedImage of(List<List<BufferedImage>> rows) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] lefts = new int[columns + 1];
    for (int column = 0; column < columns; column++) {
      int at = column;
      int widest =
          rows.stream()
              .filter(row -> at < row.size())
              .mapToInt(row -> row.get(at).getWidth())
              .max()
              .orElse(0);
      lefts[column + 1] = lefts[column] + widest + GAP;
    }
    int[] tops = new int[rows.size() + 1];
    for (int row = 0; row < rows.size(); row++) {
      int highest = rows.get(row).stream().mapToInt(BufferedImage::getHeight).max().orElse(0);
      tops[row + 1] = tops[row] + highest + GAP;
    }
    BufferedImage sheet =
        new BufferedImage(
            lefts[columns] - GAP, tops[rows.size()] - GAP, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      for (int row = 0; row < rows.size(); row++) {
        for (int column = 0; column < rows.get(row).size(); column++) {
          // Java would brighten a grey picture as it draws it.
          BufferedImage picture = Images.toRgb(rows.get(row).get(column));
          graphics.drawImage(picture, lefts[column], tops[row], null);
        }
      }
    } finally {
      graphics.dispose();
    }
    return sheet;
  }
}
