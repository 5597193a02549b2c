package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.testing.NativeTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SoakCommandTest {
  @TempDir Path folder;
  private Path model;
  private int samples;

  @BeforeEach
  void writeModel() throws IOException {
    model = OnnxFiles.write(folder.resolve("model.onnx"), OnnxFiles.convolution());
  }

  /** Runs the command on memory that grows by so many bytes from sample to sample. */
  private Cli soak(long growth, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add(model);
    SoakCommand command =
        new SoakCommand(
            () -> new MemorySample(100_000_000 + growth * samples++, 1_000_000, 2_000_000, 0, 9));
    return Cli.run(new CommandLine(command), all.toArray());
  }

  @Test
  void memoryThatStaysPasses() {
    Cli cli =
        soak(0, "--backend", "reference", "--runs", 60, "--models", 7, "--callers", 3).assertDone();
    assertTrue(cli.lastLine().startsWith("pass: "), cli.out());
    assertTrue(cli.out().contains("60 runs by 3 callers and 7 models in "), cli.out());
    List<String> table =
        cli.lines().stream().filter(line -> line.matches(" *\\d+ +\\d+ .*")).toList();
    assertEquals(20, table.size(), cli.out());
    assertEquals(21, samples, "one before it begins");
    List<String> last = List.of(table.get(19).strip().split(" +"));
    assertEquals(List.of("60", "7"), last.subList(0, 2));
  }

  @Test
  void memoryThatGrowsFails() {
    Object[] small = {"--backend", "reference", "--runs", 20, "--models", 2, "--samples", 10};
    Cli cli = soak(300_000, small);
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode(), cli.out() + cli.err());
    assertTrue(cli.lastLine().startsWith("FAIL: "), cli.out());
    List<Object> more = new ArrayList<>(List.of(small));
    more.addAll(List.of("--limit", 3));
    assertTrue(soak(300_000, more.toArray()).assertDone().lastLine().startsWith("pass: "));
  }

  @Test
  @NativeTest
  @EnabledOnOs(OS.LINUX)
  void theMemoryOfThisProcessIsMeasured() {
    Cli cli =
        Cli.run(
                "soak",
                model,
                "--backend",
                "onednn",
                "--runs",
                100,
                "--models",
                10,
                "--threads",
                2,
                "--callers",
                2,
                "--limit",
                1000)
            .assertDone();
    assertTrue(cli.out().startsWith("backend: onednn ("), cli.out());
    assertTrue(cli.lastLine().startsWith("pass: resident memory "), cli.out());
    MemorySample sample = MemorySample.take();
    assertTrue(sample.resident() > sample.heapUsed(), sample.toString());
    assertTrue(sample.threads() > 1, sample.toString());
  }

  @Test
  void wrongUsageIsRefused() {
    Cli.run("soak").assertRefused("MODEL");
    Cli.run("soak", folder.resolve("no.onnx")).assertRefused("no such file");
    soak(0, "--runs", 19).assertRefused("--runs must be at least 100");
    soak(0, "--models", 0).assertRefused("--models", "0");
    soak(0, "--callers", 0).assertRefused("--callers", "0");
    soak(0, "--samples", 9).assertRefused("--samples", "10", "9");
    soak(0, "--limit", -1).assertRefused("--limit", "-1");
    soak(0, "--limit", "NaN").assertRefused("--limit", "NaN");
  }
}
