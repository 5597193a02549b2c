package io.sepconv.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Reads, scales, turns and writes pictures.
 *
 * <pre>{@code
 * BufferedImage picture = Images.fit(Images.read(Path.of("photo.jpg")), 960);
 * Images.writePng(Images.rotate180(picture), Path.of("turned.png"));
 * }</pre>
 */
public final class Images {
  /** The largest picture that is read or made, in pixels. */
  public static final long MAX_PIXELS = 100_000_000;

  private Images() {}

  /**
   * Reads a picture file: PNG, JPEG and what else ImageIO knows. Transparency becomes white; a
   * camera's note on the orientation is not followed.
   *
   * @return an opaque picture of type {@link BufferedImage#TYPE_INT_RGB}
   * @throws IllegalArgumentException if the file cannot be read, is no picture, is broken or
   *     declares more than {@link #MAX_PIXELS}; the message names the file
   */
  public static BufferedImage read(Path file) {
    try (InputStream in = Files.newInputStream(file);
        ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      return toRgb(decode(stream));
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", e);
    } catch (AccessDeniedException e) {
      throw unreadable(file, "access is denied", e);
    } catch (IOException | RuntimeException e) {
      // ImageIO's decoders answer some broken files with an unchecked exception.
      throw unreadable(file, e.getMessage() == null ? e.toString() : e.getMessage(), e);
    }
  }

  private static IllegalArgumentException unreadable(Path file, String why, Exception cause) {
    return new IllegalArgumentException("cannot read the picture " + file + ": " + why, cause);
  }

  private static BufferedImage decode(ImageInputStream stream) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
    if (!readers.hasNext()) {
      throw new IOException(
          "its format is not one of " + String.join(", ", ImageIO.getReaderFileSuffixes()));
    }
    ImageReader reader = readers.next();
    try {
      reader.setInput(stream, true, true);
      checkSize(reader.getWidth(0), reader.getHeight(0));
      return reader.read(0);
    } finally {
      reader.dispose();
    }
  }

  private static void checkSize(int width, int height) {
    if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
      throw new IllegalArgumentException(
          String.format(
              "a picture of %d x %d pixels is outside 1 to %,d pixels", width, height, MAX_PIXELS));
    }
  }

  /** Writes a picture as PNG, over a file of the same name; the directory must exist. */
  public static void writePng(BufferedImage picture, Path file) {
    try (OutputStream out = Files.newOutputStream(file);
        MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(picture, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the picture " + file + ": " + e, e);
    }
  }

  /** An opaque copy of type {@link BufferedImage#TYPE_INT_RGB}; transparency becomes white. */
  public static BufferedImage toRgb(BufferedImage picture) {
    int width = picture.getWidth();
    BufferedImage copy = blank(width, picture.getHeight());
    Pixels pixels = new Pixels(picture);
    for (int y = 0; y < picture.getHeight(); y++) {
      copy.setRGB(0, y, width, 1, pixels.row(y), 0, width);
    }
    return copy;
  }

  private static BufferedImage blank(int width, int height) {
    checkSize(width, height);
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  /**
   * Scales a picture to a size, without keeping its proportions: bilinear when enlarging, an
   * average over what each new pixel covers when shrinking.
   *
   * @param width pixels of the result, at least 1
   * @param height pixels of the result, at least 1
   */
  public static BufferedImage resize(BufferedImage picture, int width, int height) {
    BufferedImage result = blank(width, height);
    int rows = picture.getHeight();
    float[][] narrow = new float[3][Math.multiplyExact(rows, width)];
    Resampler across = new Resampler(picture.getWidth(), width);
    Pixels pixels = new Pixels(picture);
    float[] line = new float[picture.getWidth()];
    for (int y = 0; y < rows; y++) {
      int[] row = pixels.row(y);
      for (int c = 0; c < 3; c++) {
        for (int x = 0; x < row.length; x++) {
          line[x] = row[x] >> (16 - 8 * c) & 255;
        }
        across.line(line, 0, 1, narrow[c], y * width, 1);
      }
    }
    Resampler down = new Resampler(rows, height);
    float[][] column = new float[3][height];
    int[] rgb = new int[height];
    for (int x = 0; x < width; x++) {
      for (int c = 0; c < 3; c++) {
        down.line(narrow[c], x, width, column[c], 0, 1);
      }
      for (int y = 0; y < height; y++) {
        rgb[y] =
            Math.round(column[0][y]) << 16
                | Math.round(column[1][y]) << 8
                | Math.round(column[2][y]);
      }
      result.setRGB(x, 0, 1, height, rgb, 0, 1);
    }
    return result;
  }

  /**
   * Shrinks a picture in proportion until its longer side is at most {@code longSide} pixels; a
   * smaller one keeps its size.
   */
  public static BufferedImage fit(BufferedImage picture, int longSide) {
    int longer = Math.max(picture.getWidth(), picture.getHeight());
    if (longer <= longSide) {
      return toRgb(picture);
    }
    double scale = (double) longSide / longer;
    return resize(
        picture,
        Math.max(1, (int) Math.round(picture.getWidth() * scale)),
        Math.max(1, (int) Math.round(picture.getHeight() * scale)));
  }

  /**
   * The rectangle of a picture whose top left corner is (x, y), in pixels.
   *
   * @throws IllegalArgumentException if the rectangle is empty or leaves the picture
   */
  public static BufferedImage crop(BufferedImage picture, int x, int y, int width, int height) {
    if (x < 0
        || y < 0
        || width < 1
        || height < 1
        || x > picture.getWidth() - width
        || y > picture.getHeight() - height) {
      throw new IllegalArgumentException(
          String.format(
              "%d x %d pixels at (%d, %d) do not lie in a picture of %d x %d",
              width, height, x, y, picture.getWidth(), picture.getHeight()));
    }
    return toRgb(picture.getSubimage(x, y, width, height));
  }

  /** The picture turned by 180 degrees. */
  public static BufferedImage rotate180(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    BufferedImage turned = blank(width, height);
    Pixels pixels = new Pixels(picture);
    for (int y = 0; y < height; y++) {
      int[] row = pixels.row(y);
      for (int left = 0, right = width - 1; left < right; left++, right--) {
        int swapped = row[left];
        row[left] = row[right];
        row[right] = swapped;
      }
      turned.setRGB(0, height - 1 - y, width, 1, row, 0, width);
    }
    return turned;
  }
}
