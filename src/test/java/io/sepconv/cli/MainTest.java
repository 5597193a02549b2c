package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.onnx.OnnxTensors;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a user meets who types something wrong or brings a bad file. */
class MainTest {
  @TempDir Path folder;

  @Test
  void helpNamesEveryCommand() {
    Cli help = Cli.run("--help").assertDone();
    for (String command : new CommandLine(new SepconvCommand()).getSubcommands().keySet()) {
      assertTrue(help.out().contains("\n  " + command + " "), help.out());
    }
    for (String command :
        List.of("info", "demo", "run", "verify", "conv", "bench", "profile", "soak", "export")) {
      assertTrue(help.out().contains("\n  " + command + " "), help.out());
    }
  }

  @Test
  void everyCommandHasHelpWithExamples() {
    for (String command : new CommandLine(new SepconvCommand()).getSubcommands().keySet()) {
      String help = Cli.run(command, "--help").assertDone().out();
      assertTrue(help.startsWith("Usage: sepconv " + command), help);
      assertTrue(help.contains("Examples:"), help);
      assertTrue(help.contains("--debug"), help);
    }
  }

  @Test
  void versionNamesVersionAndCommit() {
    String version = Cli.run("--version").assertDone().out();
    assertTrue(version.matches("sepconv .+ \\(commit .+\\)\\R"), version);
  }

  @Test
  void noCommandShowsTheUsage() {
    Cli cli = Cli.run();
    assertEquals(ExitCode.BAD_INPUT, cli.exitCode());
    assertTrue(cli.err().contains("Usage: sepconv"), cli.err());
    assertEquals("", cli.out());
  }

  @Test
  void unknownCommandIsRefusedWithASuggestion() {
    Cli.run("verfy", folder).assertRefused("verfy", "did you mean", "verify");
  }

  @Test
  void unknownOptionIsRefused() {
    Cli.run("conv", "--frobnicate", "ic1ih1oc1kh1")
        .assertRefused("--frobnicate", "sepconv conv --help");
  }

  @Test
  void wrongValueOfAnOptionIsRefused() {
    Cli.run("conv", "--threads", "many", "ic1ih1oc1kh1").assertRefused("--threads", "many");
    Cli.run("conv", "--threads", "0", "ic1ih1oc1kh1").assertRefused("threads", "0");
    Cli.run("conv", "--threads", "30000", "ic1ih1oc1kh1").assertRefused("threads", "30000");
    Cli.run("conv", "--precision", "f7", "ic1ih1oc1kh1").assertRefused("--precision", "f7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "verify", "conv", "bench", "profile", "soak"})
  void unknownBackendIsRefused(String command) throws IOException {
    golden();
    String what = command.equals("conv") ? "ic1ih1oc1kh1" : folder.toString();
    String target = command.matches("run|bench|profile|soak") ? what + "/golden/model.onnx" : what;
    Cli.run(command, "--backend", "fpga", target).assertRefused("fpga", "reference");
  }

  private void golden() throws IOException {
    OnnxFiles.write(folder.resolve("golden/model.onnx"), OnnxFiles.difference());
  }

  @Test
  void missingModelIsRefused() {
    Cli.run("run", folder.resolve("no.onnx")).assertRefused("no such file", "no.onnx");
    Cli.run("run", folder).assertRefused("folder");
    Cli.run("run").assertRefused("MODEL");
  }

  @Test
  void emptyModelIsRefused() throws IOException {
    Cli.run("run", "--backend", "reference", model(new byte[0])).assertRefused();
  }

  @Test
  void truncatedModelIsRefused() throws IOException {
    byte[] whole = OnnxFiles.convolution();
    for (int length : new int[] {1, whole.length / 3, whole.length / 2, whole.length - 1}) {
      Path file = model(Arrays.copyOf(whole, length));
      Cli.run("run", "--backend", "reference", file).assertRefused();
    }
    Cli.run("run", "--backend", "reference", model(whole)).assertDone();
  }

  @Test
  void unknownOperatorIsNamed() throws IOException {
    Cli.run("run", "--backend", "reference", model(OnnxFiles.unknownOperator()))
        .assertRefused("Frobnicate", "ai.onnx", "13", "node_y");
  }

  @Test
  void inputOfTheWrongShapeIsRefused() throws IOException {
    Path input = folder.resolve("x.npy");
    NpyFile.write(input, Tensor.of(Shape.of(1, 2, 5, 4), new float[40]));
    Path model = model(OnnxFiles.convolution());
    Cli.run("run", "--backend", "reference", model, "--input", input)
        .assertRefused("'x'", "[1, 2, 5, 5]", "[1, 2, 5, 4]");
    Path proto = folder.resolve("x.pb");
    OnnxTensors.write(proto, "x", Tensor.of(Shape.of(50), new long[50]));
    Cli.run("run", "--backend", "reference", model, "--input", proto)
        .assertRefused("'x'", "f32", "i64");
  }

  @Test
  void debugAddsTheStackTraceWhereverItStands() {
    Path missing = folder.resolve("no.onnx");
    for (Cli cli :
        List.of(Cli.run("--debug", "run", missing), Cli.run("run", missing, "--debug"))) {
      assertEquals(ExitCode.BAD_INPUT, cli.exitCode());
      assertTrue(cli.err().startsWith("sepconv: no such file"), cli.err());
      assertTrue(cli.err().contains("at io.sepconv.cli."), cli.err());
    }
  }

  private Path model(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("model.onnx"), bytes);
  }
}
