package io.sepconv.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapsTest {
  @TempDir Path directory;

  @Test
  void greySpansBlackToWhite() {
    Tensor map = Tensor.of(Shape.of(1, 1, 1, 5), -9f, 10f, 20f, 30f, 99f);

    BufferedImage picture = Maps.grey(map, 10, 30);

    int[] samples = picture.getRaster().getSamples(0, 0, 5, 1, 0, (int[]) null);
    assertArrayEquals(new int[] {0, 0, 128, 255, 255}, samples);
  }

  @Test
  void greySurvivesItsFile() {
    Tensor map = Tensor.of(Shape.of(2, 2), 0f, 100f, 200f, 255f);
    Path file = directory.resolve("map.png");

    Images.writePng(Maps.grey(map, 0, 255), file);

    assertArrayEquals(map.floats(), PixelFormat.grey(Images.read(file)).floats());
  }

  @Test
  void signsHaveColoursAndZeroIsWhite() {
    BufferedImage picture = Maps.signed(Tensor.of(Shape.of(1, 5), -9f, -2f, 0f, 1f, 2f), 2);

    int[] row = picture.getRGB(0, 0, 5, 1, null, 0, 5);
    for (int x = 0; x < 5; x++) {
      row[x] &= 0xFFFFFF;
    }
    // Half way from white to (190, 40, 30), rounded up.
    assertArrayEquals(new int[] {0x1E5AB4, 0x1E5AB4, 0xFFFFFF, 0xDF948F, 0xBE281E}, row);
    for (double full : new double[] {0, -1, Double.NaN}) {
      assertThrows(
          IllegalArgumentException.class, () -> Maps.signed(Tensor.of(Shape.of(1, 1), 1f), full));
    }
  }

  @Test
  void overlayShowsThePictureWhereTheMapIsZero() {
    BufferedImage picture = ImagesTest.random(5, 4);

    BufferedImage shown = Maps.overlay(picture, Tensor.of(Shape.of(1, 1), 0f), 0.5);

    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 5; x++) {
        assertEquals(picture.getRGB(x, y), shown.getRGB(x, y));
      }
    }
  }

  @Test
  void overlayMixesByOpacity() {
    BufferedImage white = Images.toRgb(new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB));
    Tensor map = Tensor.of(Shape.of(1, 2), 1f, -3f);

    BufferedImage half = Maps.overlay(white, map, 0.5);
    BufferedImage full = Maps.overlay(white, map, 1);

    // Half way from white to (225, 0, 40), rounded up; the second pixel is clamped to 0.
    assertEquals(0xF08094, half.getRGB(0, 0) & 0xFFFFFF);
    assertEquals(0xE10028, full.getRGB(0, 0) & 0xFFFFFF);
    assertEquals(0xFFFFFF, full.getRGB(1, 0) & 0xFFFFFF);
    assertThrows(IllegalArgumentException.class, () -> Maps.overlay(white, map, 1.5));
  }

  @Test
  void aMapHasOneNumberPerPosition() {
    Tensor three = Tensor.of(Shape.of(1, 3, 1, 1), 1f, 2f, 3f);

    assertThrows(IllegalArgumentException.class, () -> Maps.grey(three, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> Maps.grey(Tensor.of(Shape.of(1, 1), 1f), 2, 2));
  }

  @Test
  void resizeInterpolates() {
    Tensor map = Tensor.of(Shape.of(1, 1, 1, 2), 0f, 1f);

    Tensor wide = Maps.resize(map, 2, 4);

    assertEquals(Shape.of(1, 1, 2, 4), wide.shape());
    assertArrayEquals(new float[] {0, .25f, .75f, 1, 0, .25f, .75f, 1}, wide.floats(), 1e-6f);
  }
}
