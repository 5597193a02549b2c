package io.sepconv.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  @TempDir Path directory;

  static BufferedImage random(int width, int height) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(7);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        picture.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    return picture;
  }

  private static int[] pixels(BufferedImage picture) {
    int width = picture.getWidth();
    return Arrays.stream(picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width))
        .map(argb -> argb & 0xFFFFFF)
        .toArray();
  }

  @Test
  void aPictureSurvivesItsFile() {
    BufferedImage picture = random(37, 27);
    Path file = directory.resolve("picture.png");
    Images.writePng(picture, file);

    BufferedImage read = Images.read(file);

    assertEquals(37, read.getWidth());
    assertEquals(27, read.getHeight());
    assertArrayEquals(pixels(picture), pixels(read));
  }

  @Test
  void aJpegIsReadWithinItsLoss() throws IOException {
    BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        picture.setRGB(x, y, 0xC04020);
      }
    }
    Path file = directory.resolve("picture.jpg");
    ImageIO.write(picture, "jpg", file.toFile());

    int rgb = Images.read(file).getRGB(8, 8);

    assertEquals(0xC0, rgb >> 16 & 255, 4);
    assertEquals(0x40, rgb >> 8 & 255, 4);
    assertEquals(0x20, rgb & 255, 4);
  }

  @Test
  void aGreyFileKeepsItsValues() {
    BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, 3, 1, 0, new int[] {0, 128, 255});
    Path file = directory.resolve("grey.png");
    Images.writePng(grey, file);

    assertArrayEquals(new int[] {0, 0x808080, 0xFFFFFF}, pixels(Images.read(file)));
  }

  @Test
  void sixteenBitGreyIsScaledToEight() {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    grey.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x8012, 0xFFFF});
    Path file = directory.resolve("grey16.png");
    Images.writePng(grey, file);

    assertArrayEquals(new int[] {0x808080, 0xFFFFFF}, pixels(Images.read(file)));
  }

  @Test
  void paletteAndOneBitPicturesAreRead() {
    IndexColorModel palette =
        new IndexColorModel(1, 2, new byte[] {10, 20}, new byte[] {30, 40}, new byte[] {50, 60});
    BufferedImage indexed = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    indexed.getRaster().setSample(1, 0, 0, 1);
    Path file = directory.resolve("palette.png");
    Images.writePng(indexed, file);

    assertArrayEquals(new int[] {0x0A1E32, 0x14283C}, pixels(Images.read(file)));
  }

  @Test
  void transparencyBecomesWhite() {
    BufferedImage glass = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(0, 0, 0x00123456);
    glass.setRGB(1, 0, 0xFF123456);
    glass.setRGB(2, 0, 0x80000000);
    Path file = directory.resolve("glass.png");
    Images.writePng(glass, file);

    assertArrayEquals(new int[] {0xFFFFFF, 0x123456, 0x7F7F7F}, pixels(Images.read(file)));
  }

  @Test
  void unreadableFilesAreNamed() throws IOException {
    Path missing = directory.resolve("missing.png");
    Path text = Files.writeString(directory.resolve("text.png"), "no picture");
    Path empty = Files.write(directory.resolve("empty.png"), new byte[0]);
    Path whole = directory.resolve("whole.png");
    Images.writePng(random(40, 40), whole);
    Path cut = directory.resolve("cut.png");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(whole), 300));

    for (Path file : new Path[] {missing, text, empty, cut, directory}) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Images.read(file), file.toString());
      assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    }
  }

  @Test
  void absurdSizesAreRefusedBeforeDecoding() throws IOException {
    Path file = Files.write(directory.resolve("bomb.png"), pngHeader(2_000_000_000, 2_000_000_000));

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Images.read(file));

    assertTrue(e.getMessage().contains("2000000000 x 2000000000"), e.getMessage());
  }

  private static byte[] pngHeader(int width, int height) throws IOException {
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(chunk);
    out.writeBytes("IHDR");
    out.writeInt(width);
    out.writeInt(height);
    out.write(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(chunk.toByteArray());
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream png = new DataOutputStream(file);
    png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
    png.writeInt(13);
    png.write(chunk.toByteArray());
    png.writeInt((int) crc.getValue());
    png.writeInt(0);
    png.writeBytes("IDAT");
    return file.toByteArray();
  }

  @Test
  void writingWhereThereIsNoDirectoryIsNamed() {
    Path file = directory.resolve("no").resolve("where.png");

    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> Images.writePng(random(2, 2), file));

    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
  }

  @Test
  void enlargingInterpolates() {
    BufferedImage two = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    two.setRGB(1, 0, 0x6496C8);

    // Centres of the four new pixels lie at -1/4, 1/4, 3/4 and 5/4 of the way.
    int[] expected = {0x000000, 0x192632, 0x4B7196, 0x6496C8};

    assertArrayEquals(expected, pixels(Images.resize(two, 4, 1)));
  }

  @Test
  void shrinkingAveragesEverySample() {
    BufferedImage stripes = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x += 4) {
        stripes.setRGB(x, y, 0xFFFFFF);
      }
    }
    // A filter that skipped samples would answer black or white; a quarter of the columns is white.
    int middle = Images.resize(stripes, 8, 8).getRGB(4, 4) & 255;

    assertEquals(64, middle, 1);
  }

  @Test
  void resizingToTheSameSizeChangesNothing() {
    BufferedImage picture = random(23, 19);

    assertArrayEquals(pixels(picture), pixels(Images.resize(picture, 23, 19)));
  }

  @Test
  void fitKeepsProportions() {
    BufferedImage wide = Images.fit(random(100, 40), 50);
    BufferedImage small = Images.fit(random(30, 40), 50);
    BufferedImage thin = Images.fit(random(1000, 1), 10);

    assertEquals(50, wide.getWidth());
    assertEquals(20, wide.getHeight());
    assertEquals(30, small.getWidth());
    assertEquals(10, thin.getWidth());
    assertEquals(1, thin.getHeight());
  }

  @Test
  void turningTwiceChangesNothing() {
    BufferedImage picture = random(7, 5);

    BufferedImage turned = Images.rotate180(picture);

    assertEquals(picture.getRGB(0, 0), turned.getRGB(6, 4));
    assertEquals(picture.getRGB(2, 1), turned.getRGB(4, 3));
    assertArrayEquals(pixels(picture), pixels(Images.rotate180(turned)));
  }

  @Test
  void cropTakesTheRectangle() {
    BufferedImage picture = random(9, 8);

    BufferedImage part = Images.crop(picture, 2, 3, 4, 5);

    assertEquals(4, part.getWidth());
    assertEquals(5, part.getHeight());
    assertEquals(picture.getRGB(2, 3), part.getRGB(0, 0));
    assertEquals(picture.getRGB(5, 7), part.getRGB(3, 4));
    assertThrows(IllegalArgumentException.class, () -> Images.crop(picture, 6, 0, 4, 1));
    assertThrows(IllegalArgumentException.class, () -> Images.crop(picture, 0, 0, 0, 1));
  }

  @Test
  void sizesOutsideTheBoundAreRefused() {
    BufferedImage picture = random(2, 2);

    assertThrows(IllegalArgumentException.class, () -> Images.resize(picture, 0, 5));
    assertThrows(IllegalArgumentException.class, () -> Images.resize(picture, 20_000, 20_000));
  }
}
