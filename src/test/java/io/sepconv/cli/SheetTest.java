package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.image.Maps;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SheetTest {
  /** A picture of one grey, in the pixels of Java that it would brighten. */
  private static BufferedImage grey(int width, int height, float level) {
    float[] values = new float[width * height];
    Arrays.fill(values, level);
    return Maps.grey(Tensor.of(Shape.of(height, width), values), 0, 255);
  }

  @Test
  void picturesLieSideBySideWithTheirColours() {
    BufferedImage sheet =
        Sheet.of(List.of(List.of(grey(3, 2, 10), grey(5, 4, 20)), List.of(grey(4, 1, 30))));

    assertEquals(4 + 8 + 5, sheet.getWidth());
    assertEquals(4 + 8 + 1, sheet.getHeight());
    assertEquals(0xFF0A0A0A, sheet.getRGB(0, 0));
    assertEquals(0xFF0A0A0A, sheet.getRGB(2, 1));
    assertEquals(0xFFFFFFFF, sheet.getRGB(3, 0));
    assertEquals(0xFF141414, sheet.getRGB(12, 0));
    assertEquals(0xFF141414, sheet.getRGB(16, 3));
    assertEquals(0xFFFFFFFF, sheet.getRGB(16, 4));
    assertEquals(0xFF1E1E1E, sheet.getRGB(3, 12));
    assertEquals(0xFFFFFFFF, sheet.getRGB(4, 12));
  }
}
