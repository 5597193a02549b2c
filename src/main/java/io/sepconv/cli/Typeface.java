package io.sepconv.cli;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * Outlines of text in Liberation Sans, which Apache PDFBox carries, read by its FontBox. Java's own
 * text drawing is not used: it fails on a machine without fonts.
 */
final class Typeface implements AutoCloseable {
  private static final String FONT = "/org/apache/pdfbox/resources/ttf/LiberationSans-Regular.ttf";

  private final TrueTypeFont font;
  private final CmapLookup characters;

  private Typeface(TrueTypeFont font) throws IOException {
    this.font = font;
    this.characters = font.getUnicodeCmapLookup();
  }

  /**
   * Reads the font from the class path.
   *
   * @throws IllegalArgumentException if it is not there
   * @throws NoClassDefFoundError if FontBox is not there
   */
  static Typeface load() {
    try (InputStream resource = Typeface.class.getResourceAsStream(FONT)) {
      if (resource == null) {
        throw new IllegalArgumentException(DemoPage.NO_FONT);
      }
      return new Typeface(new TTFParser().parse(new RandomAccessReadBuffer(resource)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the font " + FONT + ": " + e.getMessage(), e);
    }
  }

  /**
   * The outline of one line of text.
   *
   * @param text characters that the font has
   * @param x left end of the line, in pixels
   * @param baseline y of the foot of the letters, in pixels downwards
   * @param size height of the em square, in pixels
   */
  Path2D outline(String text, double x, double baseline, double size) {
    try {
      Path2D line = new Path2D.Double(Path2D.WIND_NON_ZERO);
      double scale = size / font.getUnitsPerEm();
      double at = x;
      for (int character : text.codePoints().toArray()) {
        int glyph = characters.getGlyphId(character);
        GlyphData data = font.getGlyph().getGlyph(glyph);
        if (data != null) {
          // Font outlines have y upwards.
          AffineTransform place = new AffineTransform(scale, 0, 0, -scale, at, baseline);
          line.append(data.getPath().getPathIterator(place), false);
        }
        at += scale * font.getAdvanceWidth(glyph);
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the font " + FONT + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      font.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the font " + FONT + ": " + e.getMessage(), e);
    }
  }
}
