package io.sepconv.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Arrays;

/** Reads the pixels of any picture as opaque 8-bit sRGB, a row at a time. */
final class Pixels {
  private final BufferedImage image;
  private final boolean grey;

  Pixels(BufferedImage image) {
    this.image = image;
    ColorModel model = image.getColorModel();
    // getRGB takes Java's grey pictures for linear light and brightens them (128 becomes 188);
    // grey files hold sRGB values, so their samples are read as they are.
    this.grey =
        !(model instanceof IndexColorModel)
            && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
            && model.getComponentSize(0) >= 8
            && image.getRaster().getTransferType() <= DataBuffer.TYPE_USHORT;
  }

  /** Row y from left to right, each pixel 0xRRGGBB; transparency shows white. */
  int[] row(int y) {
    int width = image.getWidth();
    return grey ? greyRow(y, width) : colourRow(y, width);
  }

  private int[] greyRow(int y, int width) {
    int shift = image.getColorModel().getComponentSize(0) - 8;
    int[] row = image.getRaster().getSamples(0, y, width, 1, 0, (int[]) null);
    int[] alpha = new int[width];
    if (image.getColorModel().hasAlpha()) {
      image.getAlphaRaster().getSamples(0, y, width, 1, 0, alpha);
    } else {
      Arrays.fill(alpha, 255 << shift);
    }
    for (int x = 0; x < width; x++) {
      int value = overWhite(row[x] >> shift, alpha[x] >> shift);
      row[x] = value << 16 | value << 8 | value;
    }
    return row;
  }

  private int[] colourRow(int y, int width) {
    int[] row = image.getRGB(0, y, width, 1, null, 0, width);
    for (int x = 0; x < width; x++) {
      int argb = row[x];
      int alpha = argb >>> 24;
      row[x] =
          overWhite(argb >> 16 & 255, alpha) << 16
              | overWhite(argb >> 8 & 255, alpha) << 8
              | overWhite(argb & 255, alpha);
    }
    return row;
  }

  private static int overWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
