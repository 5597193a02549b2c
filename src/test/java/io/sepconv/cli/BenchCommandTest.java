package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.testing.NativeTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir Path folder;
  private Path convolution;
  private Path open;
  private Path difference;

  @BeforeEach
  void writeFiles() throws IOException {
    convolution = OnnxFiles.write(folder.resolve("a \"b\".onnx"), OnnxFiles.convolution());
    open = OnnxFiles.write(folder.resolve("open.onnx"), OnnxFiles.twoOutputs());
    difference = OnnxFiles.write(folder.resolve("difference.onnx"), OnnxFiles.difference());
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> results(Object... args) {
    List<Object> all = new ArrayList<>(List.of("bench", "--json", "--runs", "4"));
    all.addAll(List.of(args));
    return (List<Map<String, Object>>) JsonText.parse(Cli.run(all.toArray()).assertDone().out());
  }

  @Test
  void jsonHasTheFieldsOfEveryCase() {
    List<Map<String, Object>> results = results(convolution, "--backend", "reference");
    assertEquals(1, results.size());
    Map<String, Object> result = results.get(0);
    assertEquals(
        Set.of(
            "model",
            "backend",
            "precision",
            "threads",
            "batch",
            "firstMs",
            "warmUpMs",
            "medianMs",
            "minMs",
            "p99Ms",
            "runs"),
        result.keySet());
    assertEquals("a \"b\".onnx", result.get("model"));
    assertEquals("reference", result.get("backend"));
    assertEquals("f32", result.get("precision"));
    assertEquals(1.0, result.get("batch"));
    assertEquals(4.0, result.get("runs"));
    double median = (double) result.get("medianMs");
    assertTrue((double) result.get("minMs") > 0, result.toString());
    assertTrue((double) result.get("minMs") <= median, result.toString());
    assertTrue(median <= (double) result.get("p99Ms"), result.toString());
    assertTrue((double) result.get("firstMs") > 0, result.toString());
  }

  @Test
  void listsMakeACaseOfEveryCombination() {
    List<Map<String, Object>> results =
        results(
            open,
            "--backend",
            "reference",
            "--threads",
            "1,2",
            "--batch",
            "2,3",
            "--shape",
            "1x3x4x5");
    assertEquals(
        List.of("1.0x2.0", "1.0x3.0", "2.0x2.0", "2.0x3.0"),
        results.stream().map(r -> r.get("threads") + "x" + r.get("batch")).toList());
  }

  @Test
  @NativeTest
  void backendsAreMeasuredSideBySide() {
    List<Map<String, Object>> results = results(convolution, "--backend", "onednn,reference");
    assertEquals(
        List.of("onednn", "reference"), results.stream().map(r -> r.get("backend")).toList());
    assertTrue(results.stream().allMatch(r -> r.get("runs").equals(4.0)), results.toString());
  }

  @Test
  void theTableShowsTimesAndMemory() {
    Cli cli =
        Cli.run("bench", difference, "--backend", "reference", "--seconds", "0.01").assertDone();
    assertTrue(cli.out().startsWith("backend: reference ("), cli.out());
    assertTrue(cli.out().contains("input a  f32 [1, 3]"), cli.out());
    for (String heading :
        List.of(
            "first ms",
            "warm-up ms",
            "median ms",
            "min ms",
            "p99 ms",
            "arena bytes",
            "weight bytes")) {
      assertTrue(cli.out().contains(heading), cli.out());
    }
    assertTrue(cli.lines().stream().anyMatch(line -> line.startsWith("reference")), cli.out());
  }

  @Test
  void theBatchMayBeLeftOutOrComeFromTheShape() {
    assertEquals(7.0, results(open, "--shape", "7x3x4x5").get(0).get("batch"));
    Cli.run("bench", open).assertRefused("'x' [?, 3, ?, ?]", "--shape x=1x3x224x224");
    Cli.run("bench", open, "--batch", "8").assertRefused("--shape x=1x3x224x224");
  }

  @Test
  void valuesThatDecideShapesAreNoInputsOfTheRuns() throws IOException {
    Path tile = OnnxFiles.write(folder.resolve("tile.onnx"), OnnxFiles.tile());
    assertEquals(1, results(tile, "--backend", "reference").size());
    Cli.run("profile", tile, "--backend", "reference", "--runs", 1).assertDone();
  }

  @Test
  void wrongUsageIsRefused() {
    Cli.run("bench", difference, "--batch", "2").assertRefused("--batch 2", "a [1, 3]");
    Cli.run("bench", open, "--shape", "1x3x2x2", "--batch", "0").assertRefused("--batch", "0");
    Cli.run("bench", difference, "--threads", "1,0").assertRefused("threads", "0");
    Cli.run("bench", difference, "--threads", "1,many").assertRefused("--threads", "many");
    Cli.run("bench", difference, "--runs", "0").assertRefused("--runs", "0");
    Cli.run("bench", difference, "--seconds", "0").assertRefused("--seconds", "0");
    Cli.run("bench", difference, "--seconds", "NaN").assertRefused("--seconds", "NaN");
    Cli.run("bench", difference, "--seconds", "1", "--runs", "1").assertRefused("--runs");
    Cli.run("bench", difference, "--precision", "f16").assertRefused("--precision", "f16");
    Cli.run("bench", difference, "--backend", "reference,fpga").assertRefused("fpga");
    Cli.run("bench", folder.resolve("no.onnx")).assertRefused("no such file");
    Cli.run("bench").assertRefused("MODEL");
  }
}
