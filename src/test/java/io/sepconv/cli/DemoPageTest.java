package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.image.PixelFormat;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class DemoPageTest {
  private static Tensor page() {
    return PixelFormat.grey(DemoPage.draw());
  }

  @Test
  void everyLineIsInkOnPaper() {
    Tensor page = page();
    assertEquals(Shape.of(1, 1, DemoPage.HEIGHT, DemoPage.WIDTH), page.shape());
    for (DemoPage.Line line : DemoPage.LINES) {
      int dark = 0;
      int light = 0;
      for (int y = line.baseline() - line.size() / 2; y < line.baseline(); y++) {
        for (int x = line.x(); x < line.x() + 300; x++) {
          float grey = page.floats()[y * DemoPage.WIDTH + x];
          dark += grey <= line.grey() + 8 ? 1 : 0;
          light += grey >= 240 ? 1 : 0;
        }
      }
      int area = 300 * (line.size() / 2);
      assertTrue(dark > area / 20, line + ": " + dark + " dark pixels of " + area);
      assertTrue(light > area / 3, line + ": " + light + " light pixels of " + area);
    }
  }

  @Test
  void linesEndOnThePage() {
    try (Typeface typeface = Typeface.load()) {
      for (DemoPage.Line line : DemoPage.LINES) {
        Rectangle2D bounds =
            typeface.outline(line.text(), line.x(), line.baseline(), line.size()).getBounds2D();
        assertTrue(bounds.getMaxX() < DemoPage.WIDTH - 20, line + " ends at " + bounds.getMaxX());
        assertTrue(bounds.getWidth() > line.text().length() * line.size() * 0.3, line.toString());
      }
    }
  }

  @Test
  void thePageIsTheSameEveryTime() {
    assertArrayEquals(page().floats(), page().floats());
  }
}
