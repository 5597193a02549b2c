package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.image.Images;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DemoCommandTest {
  @TempDir Path directory;

  private final StringWriter out = new StringWriter();

  /** Runs the command and returns the message of the exception that ends it. */
  private String refusal(String... args) {
    AtomicReference<Exception> thrown = new AtomicReference<>();
    new CommandLine(new DemoCommand())
        .setOut(new PrintWriter(out))
        .setExecutionExceptionHandler(
            (e, command, parsed) -> {
              thrown.set(e);
              return 2;
            })
        .execute(args);
    assertEquals(IllegalArgumentException.class, thrown.get().getClass());
    assertEquals("", out.toString());
    return thrown.get().getMessage();
  }

  @Test
  void aFolderThatIsAFileIsRefused() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    String message = refusal("--out", file.toString());

    assertTrue(message.contains(file.toString()), message);
    assertTrue(message.contains("not a folder"), message);
  }

  @Test
  void aFolderThatCannotBeMadeIsRefused() throws IOException {
    Path below = Files.createFile(directory.resolve("file")).resolve("below");

    String message = refusal("--out", below.toString());

    assertTrue(message.contains(below.toString()), message);
  }

  @Test
  void anUnreadablePictureIsRefused() {
    Path missing = directory.resolve("missing.png");
    Path folder = directory.resolve("pictures");

    String message = refusal("--image", missing.toString(), "--out", folder.toString());

    assertTrue(message.contains(missing.toString()), message);
    assertFalse(Files.exists(folder));
  }

  @Test
  void aTinyPictureIsRefused() {
    Path tiny = directory.resolve("tiny.png");
    Images.writePng(new BufferedImage(15, 99, BufferedImage.TYPE_INT_RGB), tiny);

    String message = refusal("--image", tiny.toString(), "--out", directory.toString());

    assertTrue(message.contains("15 x 99"), message);
  }

  @Test
  void aMissingNetworkNamesItsArtifact() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> DemoModels.resource("/models/none.onnx"));

    assertTrue(e.getMessage().contains("/models/none.onnx"), e.getMessage());
    assertTrue(e.getMessage().contains(DemoModels.ARTIFACT), e.getMessage());
  }
}
