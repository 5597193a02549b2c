package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.image.Images;
import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole demo on its own page, on every backend that runs here. */
class DemoTest {
  private static final int GREEN = 0x00823C;
  private static final int BLUE = 0x0046D2;

  @TempDir Path directory;

  @Test
  void theDemoSucceedsAndLeavesPictures() {
    StringWriter text = new StringWriter();

    int exit =
        new CommandLine(new DemoCommand())
            .setOut(new PrintWriter(text))
            .execute("--out", directory.toString());

    String out = text.toString();
    assertEquals(0, exit, out);
    for (String part :
        new String[] {
          "45,630",
          "9,633",
          "UPRIGHT (5 lines: 5 upright, 0 upside down, 0 unsure)",
          "UPSIDE DOWN (5 lines: 0 upright, 5 upside down, 0 unsure)",
          "Character error, against what was drawn: 0 of " + DemoPage.text().length() + ", 0.00 %",
          DemoModels.ARTIFACT,
          "Apache-2.0"
        }) {
      assertTrue(out.contains(part), part + " is missing from\n" + out);
    }
    for (DemoPage.Line line : DemoPage.LINES) {
      assertEquals(3, out.split(Pattern.quote(line.text()), -1).length, line + " twice in\n" + out);
    }
    assertFalse(out.contains("WRONG"), out);
    assertTrue(out.contains("[1 2 1] x [-1 0 1], rank 1"), out);
    out.lines().forEach(line -> assertEquals(line.stripTrailing(), line));
    assertEquals(DemoPage.WIDTH - 2, picture("edges.png").getWidth());
    assertTrue(has(picture("edges.png"), 0xFFFFFF));
    assertTrue(has(picture("page.png"), 0xFAF9F5));
    assertTrue(has(picture("text.png"), GREEN));
    assertTrue(has(picture("text-turned.png"), BLUE));
  }

  private BufferedImage picture(String name) {
    return Images.read(directory.resolve(name));
  }

  private static boolean has(BufferedImage picture, int rgb) {
    int width = picture.getWidth();
    int[] pixels = picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
    return Arrays.stream(pixels).anyMatch(pixel -> (pixel & 0xFFFFFF) == rgb);
  }
}
