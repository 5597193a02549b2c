package io.sepconv.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelFormatTest {
  /** Two pixels side by side: (255, 128, 0) and (0, 64, 255). */
  private static BufferedImage twoPixels() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xFF8000);
    picture.setRGB(1, 0, 0x0040FF);
    return picture;
  }

  @Test
  void channelsComeInPlanesInTheirOrder() {
    Tensor rgb = PixelFormat.of(ChannelOrder.RGB, 0, 1).toTensor(twoPixels());
    Tensor bgr = PixelFormat.of(ChannelOrder.BGR, 0, 1).toTensor(twoPixels());

    assertEquals(Shape.of(1, 3, 1, 2), rgb.shape());
    assertArrayEquals(new float[] {1, 0, 128 / 255f, 64 / 255f, 0, 1}, rgb.floats(), 1e-7f);
    assertArrayEquals(new float[] {0, 1, 128 / 255f, 64 / 255f, 1, 0}, bgr.floats(), 1e-7f);
  }

  @Test
  void halfAndHalfIsTheClassifiersFormula() {
    float[] values = PixelFormat.of(ChannelOrder.BGR, 0.5, 0.5).toTensor(twoPixels()).floats();

    // v / 127.5 - 1
    float[] expected = {-1, 1, 128 / 127.5f - 1, 64 / 127.5f - 1, 1, -1};
    assertArrayEquals(expected, values, 1e-6f);
  }

  @Test
  void meanAndStdBelongToTheTensorsChannels() {
    PixelFormat format =
        new PixelFormat(
            ChannelOrder.BGR, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    float[] values = format.toTensor(twoPixels()).floats();

    // Worked by hand: (0 - 0.485) / 0.229, (128 / 255 - 0.456) / 0.224, (1 - 0.406) / 0.225.
    assertEquals(-2.1179f, values[0], 1e-4f);
    assertEquals(0.2052f, values[2], 1e-4f);
    assertEquals(2.64f, values[4], 1e-4f);
  }

  @Test
  void paddingIsZeroAfterNormalisation() {
    Tensor x = PixelFormat.of(ChannelOrder.RGB, 0.5, 0.5).toTensor(twoPixels(), 2, 3);

    assertEquals(Shape.of(1, 3, 2, 3), x.shape());
    float[] red = {1, -1, 0, 0, 0, 0};
    for (int i = 0; i < red.length; i++) {
      assertEquals(red[i], x.floats()[i], "element " + i);
    }
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> PixelFormat.of(ChannelOrder.RGB, 0, 1).toTensor(twoPixels(), 1, 1));
    assertTrue(e.getMessage().contains("2 x 1"), e.getMessage());
  }

  @Test
  void greyWeighsTheColours() {
    Tensor grey = PixelFormat.grey(twoPixels());

    assertEquals(Shape.of(1, 1, 1, 2), grey.shape());
    // 0.299 * 255 + 0.587 * 128 = 151.381; 0.587 * 64 + 0.114 * 255 = 66.638
    assertArrayEquals(new float[] {151, 67}, grey.floats());
  }

  @Test
  void greyOfAGreyPictureIsItself() {
    BufferedImage picture = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int v = 0; v < 256; v++) {
      picture.getRaster().setSample(v, 0, 0, v);
    }

    float[] grey = PixelFormat.grey(picture).floats();

    for (int v = 0; v < 256; v++) {
      assertEquals(v, grey[v]);
    }
  }

  @Test
  void incompleteFormatsAreRefused() {
    List<Double> three = List.of(1.0, 1.0, 1.0);
    assertThrows(
        IllegalArgumentException.class,
        () -> new PixelFormat(ChannelOrder.RGB, List.of(1.0), three));
    assertThrows(IllegalArgumentException.class, () -> PixelFormat.of(ChannelOrder.RGB, 0.5, 0));
  }
}
