package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.onnx.OnnxReader;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir Path folder;

  @Test
  void writesTheNetworkAndSaysWhatItIs() throws IOException {
    Path file = folder.resolve("net.onnx");
    Files.writeString(file, "what was there is replaced");
    String line = Cli.run("export", "squeezenet1_1", "-o", file).assertDone().lastLine();
    assertEquals(
        String.format(
            Locale.ROOT,
            "%s: %,d bytes, 26 layers, 1,235,496 parameters, 349,151,936 MACs per picture",
            file,
            Files.size(file)),
        line);
    assertArrayEquals(OnnxWriter.bytes(Zoo.build("squeezenet1_1", 1)), Files.readAllBytes(file));
    assertEquals("squeezenet1_1", OnnxReader.read(file).name());
  }

  @Test
  void theSeedDecidesTheWeights() throws IOException {
    Path one = folder.resolve("one.onnx");
    Path two = folder.resolve("two.onnx");
    Cli.run("export", "squeezenet1_1", "-o", one, "--seed", 1).assertDone();
    Cli.run("export", "squeezenet1_1", "--output", two, "--seed", 2).assertDone();
    assertFalse(Arrays.equals(Files.readAllBytes(one), Files.readAllBytes(two)));
  }

  @Test
  void unknownNetworkIsRefusedWithTheList() {
    Path file = folder.resolve("net.onnx");
    String[] names = Zoo.names().toArray(String[]::new);
    Cli refused = Cli.run("export", "alexnet", "-o", file);
    refused.assertRefused("alexnet");
    refused.assertRefused(names);
    assertFalse(Files.exists(file));
  }

  @Test
  void theHelpListsTheNetworks() {
    String help = Cli.run("export", "--help").assertDone().out();
    for (String name : Zoo.names()) {
      assertTrue(help.contains(name), help);
    }
  }

  @Test
  void whatIsMissingOrCannotBeWrittenIsRefused() {
    Cli.run("export", "squeezenet1_1").assertRefused("--output");
    Cli.run("export", "-o", folder.resolve("net.onnx")).assertRefused("NETWORK");
    Path file = folder.resolve("missing").resolve("net.onnx");
    Cli.run("export", "squeezenet1_1", "-o", file).assertRefused("net.onnx");
  }
}
