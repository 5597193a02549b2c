package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.ModelOptions;
import io.sepconv.image.Images;
import io.sepconv.testing.TestData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/separable.md shows is what its commands print and draw. */
class SeparableDocTest {
  private static final Path DOCUMENT = Path.of("docs", "separable.md");
  private static final Path PICTURES = Path.of("docs", "pictures");

  /** A command in a comment, what it prints, indented, and another comment. */
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (\\w+) ([^\n]*?) ?-->\n(.*?)<!-- end -->", Pattern.DOTALL);

  /** Neighbours differ by more; rounding of one backend or another by less. */
  private static final int LEVELS = 2;

  private static final boolean REWRITE = Boolean.getBoolean("sepconv.rewriteDocs");

  @TempDir Path folder;

  private static List<List<String>> blocks(String command, String arguments) throws IOException {
    List<List<String>> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
    while (block.find()) {
      if (block.group(1).equals(command) && block.group(2).startsWith(arguments)) {
        List<String> lines = new ArrayList<>(List.of(block.group(2)));
        block.group(3).lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(lines::add);
        assertTrue(lines.size() > 1, "nothing is shown of " + command + " " + block.group(2));
        found.add(lines);
      }
    }
    assertFalse(found.isEmpty(), "nothing is shown of " + command + " " + arguments);
    return found;
  }

  private static List<String> lines(String printed) {
    return printed.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  @Test
  void theArticlesFiguresAreThoseOfTheCommand() throws IOException {
    List<String> block = blocks("cost", "--no-time").get(0);
    assertEquals(
        lines(Cli.run("cost", "--no-time").assertDone().out()), block.subList(1, block.size()));
  }

  /** But for milliseconds, which are those of one run. */
  @Test
  void theTimedFiguresAreThoseOfTheCommand() throws IOException {
    List<String> block = blocks("cost", "--time").get(0);
    String[] arguments = ("cost " + block.get(0)).replace("--time", "--no-time").split(" ");
    List<List<String>> printed =
        lines(Cli.run((Object[]) arguments).assertDone().out()).stream().map(this::counts).toList();
    List<List<String>> shown =
        block.subList(1, block.size()).stream()
            .filter(line -> !line.startsWith("backend: "))
            .map(this::counts)
            .toList();
    assertEquals(printed, shown);
  }

  /** The cells of a line up to MACs/byte. */
  private List<String> counts(String line) {
    String text = line.startsWith("----") ? "----" : line;
    return Stream.of(text.split(" {2,}")).limit(5).toList();
  }

  @Test
  void whatTheDemoShowsIsWhatItPrintsAndDraws() throws IOException {
    BufferedImage photograph = Images.read(TestData.shared("images/astronaut.png"));
    StringWriter out = new StringWriter();
    DemoContext demo =
        new DemoContext(
            new PrintWriter(out, true), ModelOptions.defaults(), photograph, false, folder);
    assertTrue(new DemoEdges(demo).run(), out::toString);
    assertTrue(new DemoKernels(demo).run(), out::toString);
    assertTrue(new DemoSplits(demo, DemoModels.load()).run(), out::toString);
    List<String> printed = lines(out.toString());
    for (List<String> block : blocks("demo", "")) {
      List<String> shown = block.subList(1, block.size());
      assertTrue(
          Collections.indexOfSubList(printed, shown) >= 0,
          () -> String.join("\n", shown) + "\nis not in\n" + out);
    }
    for (String name : List.of("edges-split", "kernel-ranks", "laplace", "maps")) {
      assertDrawn(name + ".png");
    }
    Path svg = PICTURES.resolve("splits.svg");
    if (REWRITE) {
      Files.copy(folder.resolve("splits.svg"), svg, StandardCopyOption.REPLACE_EXISTING);
    }
    assertEquals(Files.readString(folder.resolve("splits.svg")), Files.readString(svg));
  }

  private void assertDrawn(String name) throws IOException {
    Path file = PICTURES.resolve(name);
    if (REWRITE) {
      Files.createDirectories(PICTURES);
      Files.copy(folder.resolve(name), file, StandardCopyOption.REPLACE_EXISTING);
    }
    BufferedImage drawn = Images.read(folder.resolve(name));
    BufferedImage shown = Images.read(file);
    assertEquals(drawn.getWidth(), shown.getWidth(), name);
    assertEquals(drawn.getHeight(), shown.getHeight(), name);
    int largest = 0;
    for (int y = 0; y < drawn.getHeight(); y++) {
      for (int x = 0; x < drawn.getWidth(); x++) {
        for (int shift = 0; shift < 24; shift += 8) {
          int one = drawn.getRGB(x, y) >> shift & 255;
          largest = Math.max(largest, Math.abs(one - (shown.getRGB(x, y) >> shift & 255)));
        }
      }
    }
    assertTrue(largest <= LEVELS, name + " differs by " + largest + " of 255");
  }
}
