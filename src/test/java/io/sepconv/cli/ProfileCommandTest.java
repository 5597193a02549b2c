package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Resize;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.NativeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileCommandTest {
  @TempDir Path folder;
  private Path convolution;
  private Path open;

  @BeforeEach
  void writeFiles() throws IOException {
    convolution = OnnxFiles.write(folder.resolve("convolution.onnx"), OnnxFiles.convolution());
    open = OnnxFiles.write(folder.resolve("open.onnx"), OnnxFiles.twoOutputs());
  }

  /** The lines of steps are those of the report, and add up to the line of totals. */
  private void addsUp(String backend) throws IOException {
    Cli cli =
        Cli.run("profile", convolution, "--backend", backend, "--threads", 1, "--runs", 3)
            .assertDone();
    List<LayerReport> layers;
    try (Model model =
        Model.load(convolution, ModelOptions.defaults().backend(backend).threads(1))) {
      layers = model.report().layers();
    }
    List<String> steps = cli.lines().stream().filter(l -> l.matches("\\d+ +[nj]\\d.*")).toList();
    assertEquals(layers.size(), steps.size(), cli.out());
    double share = 0;
    double bytes = 0;
    for (int i = 0; i < steps.size(); i++) {
      List<String> cells = List.of(steps.get(i).split(" {2,}"));
      LayerReport layer = layers.get(i);
      assertEquals(layer.type(), cells.get(2), cli.out());
      assertEquals(layer.implementation(), cells.get(10), cli.out());
      assertEquals(layer.problem(), cells.get(11), cli.out());
      share += Double.parseDouble(cells.get(5).replace(" %", ""));
      bytes += Double.parseDouble(cells.get(8).replace(",", ""));
    }
    assertEquals(100, share, 0.05 * steps.size() + 1e-9, cli.out());
    String total = cli.lines().stream().filter(l -> l.startsWith("total")).findFirst().orElse("");
    assertTrue(total.contains(String.format(" %,d ", (long) bytes)), cli.out());
    assertTrue(cli.out().contains("(median of 3)"), cli.out());
    assertTrue(cli.out().contains("peak: "), cli.out());
    assertTrue(cli.out().contains("arena: "), cli.out());
  }

  @Test
  void referenceStepsAddUp() throws IOException {
    addsUp("reference");
  }

  @Test
  @NativeTest
  void nativeStepsAddUp() throws IOException {
    addsUp("onednn");
    assertTrue(
        Cli.run("profile", convolution, "--threads", 2, "--runs", 1)
            .assertDone()
            .out()
            .contains("matrix product on onednn, 2 threads"));
  }

  /** Whatever is profiled: the peak of a slower backend would flatter it. */
  @Test
  @NativeTest
  void thePeakIsThatOfTheBestBackend() throws IOException {
    addsUp("java");
    for (String backend : List.of("java", "reference")) {
      Cli cli =
          Cli.run("profile", convolution, "--backend", backend, "--threads", 1, "--runs", 1)
              .assertDone();
      assertTrue(cli.out().contains("matrix product on onednn, 1 thread"), cli.out());
      assertTrue(cli.out().contains(" MiB on onednn, 1 thread"), cli.out());
    }
  }

  @Test
  void withoutNativeCodeThePeakIsThatOfJava() throws Exception {
    List<String> options =
        List.of(
            "--add-modules", "jdk.incubator.vector", "-Dorg.bytedeco.javacpp.platform=linux-none");
    String output =
        ChildJvm.run(
                Map.of("SEPCONV_BACKEND", "reference"),
                options,
                List.of(),
                Main.class,
                "profile",
                convolution.toString(),
                "--threads",
                "1",
                "--runs",
                "1")
            .output();
    assertTrue(output.contains("backend: reference"), output);
    assertTrue(output.contains("matrix product on java, 1 thread"), output);
    assertTrue(output.contains(" MiB on java, 1 thread"), output);
  }

  @Test
  @NativeTest
  void planIsWritten() throws IOException {
    Path plan = folder.resolve("convolution.plan");
    Cli cli =
        Cli.run("profile", convolution, "--threads", 1, "--runs", 1, "--plan", plan).assertDone();
    assertTrue(cli.lines().contains("plan: " + plan), cli.out());
    List<String> lines = Files.readAllLines(plan);
    assertEquals("sepconv-plan 1", lines.get(0));
    assertEquals("end", lines.get(lines.size() - 1));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("step convolution ")));
    Path nowhere = folder.resolve("no/such.plan");
    Cli.run("profile", convolution, "--plan", nowhere).assertRefused("no such file", "such.plan");
  }

  @Test
  @NativeTest
  void planWithStepsInJavaIsRefused() throws IOException {
    GraphBuilder builder = new GraphBuilder("cubic");
    Value x = builder.input("x", Shape.of(1, 2, 5, 5));
    Resize cubic =
        new Resize(
            Resize.Mode.CUBIC, Resize.Coordinates.HALF_PIXEL, Resize.Rounding.ROUND_PREFER_FLOOR);
    Value y = builder.apply(cubic, x, builder.constant(Tensor.of(Shape.of(4), 1f, 1, 2, 2)));
    Path file = folder.resolve("cubic.onnx");
    OnnxWriter.write(file, builder.output(y).build());
    Path plan = folder.resolve("cubic.plan");
    Cli.run("profile", file, "--threads", 1, "--backend", "onednn", "--plan", plan)
        .assertRefused("Resize", "runs in Java");
    assertFalse(Files.exists(plan));
  }

  @Test
  void planOfTheReferenceIsRefused() {
    Path plan = folder.resolve("reference.plan");
    Cli.run("profile", convolution, "--backend", "reference", "--plan", plan)
        .assertRefused("no native plan", "onednn");
    assertFalse(Files.exists(plan));
  }

  @Test
  void wrongUsageIsRefused() {
    Cli.run("profile", open).assertRefused("'x' [?, 3, ?, ?]", "--shape x=1x3x224x224");
    Cli.run("profile", open, "--runs", 0).assertRefused("--runs", "0");
    Cli.run("profile", convolution, "--batch", 2).assertRefused("--batch 2", "x [1, 2, 5, 5]");
    Cli.run("profile", convolution, "--backend", "fpga").assertRefused("fpga", "reference");
    Cli.run("profile", folder.resolve("no.onnx")).assertRefused("no such file");
  }

  /** The page has the lines of the table, whatever stood in the file before. */
  @Test
  void drawsWhatItPrints() throws IOException {
    Path page = folder.resolve("page.html");
    Files.writeString(page, "x".repeat(1 << 20));
    Cli cli =
        Cli.run("profile", convolution, "--backend", "reference", "--runs", 2, "--html", page)
            .assertDone();
    assertEquals("drawn in " + page, cli.lastLine());
    HtmlPage html = HtmlPage.parse(Files.readString(page));
    List<String> printed =
        cli.lines().stream().filter(l -> l.matches("(\\d+ +[nj]\\d|total).*")).toList();
    List<List<String>> rows = html.rows();
    assertEquals(printed.size() + 1, rows.size());
    for (int i = 0; i < printed.size(); i++) {
      List<String> shown = rows.get(i + 1).stream().filter(cell -> !cell.isEmpty()).toList();
      assertEquals(List.of(printed.get(i).split(" {2,}")), shown);
    }
    String facts = html.text("dl");
    assertTrue(facts.contains("sepconv profile " + convolution), facts);
    assertTrue(facts.contains("reference"), facts);
    assertTrue(facts.contains(BuildInfo.read().toString()), facts);
    assertTrue(facts.contains(Machine.processor()), facts);
  }

  @Test
  @NativeTest
  void drawsTheMeasuredPeakAndMemory() throws IOException {
    Path page = folder.resolve("native.html");
    Cli cli =
        Cli.run("profile", convolution, "--threads", 1, "--runs", 1, "--html", page).assertDone();
    String roofline = HtmlPage.parse(Files.readString(page)).text("svg", "roofline");
    for (String what : List.of("peak: ", "memory: ")) {
      String line = cli.lines().stream().filter(l -> l.startsWith(what)).findFirst().orElse("");
      assertTrue(roofline.contains(line.substring(0, line.indexOf(','))), line + roofline);
    }
  }

  @Test
  void aPageThatCannotBeWrittenIsRefusedBeforeTheRun() throws IOException {
    Path nowhere = folder.resolve("missing").resolve("page.html");
    Cli refused = Cli.run("profile", convolution, "--html", nowhere);
    refused.assertRefused("page.html", "there is no folder", "missing");
    assertEquals("", refused.out());
    Cli.run("profile", convolution, "--html", folder).assertRefused(folder + " is a folder");
    Path below = convolution.resolve("page.html");
    Cli.run("profile", convolution, "--html", below).assertRefused("there is no folder");
    Path kernel = Path.of("/proc/sepconv.html");
    Assumptions.assumeTrue(Files.isDirectory(kernel.getParent()), "no /proc");
    Cli.run("profile", convolution, "--html", kernel).assertRefused("/proc/sepconv.html");
  }

  /** What stands in the way of a run leaves no empty page, and an old one as it is. */
  @Test
  void aRunThatFailsWritesNothing() throws IOException {
    Path page = folder.resolve("page.html");
    Cli.run("profile", folder.resolve("no.onnx"), "--html", page).assertRefused("no such file");
    assertFalse(Files.exists(page));
    Files.writeString(page, "old");
    Cli.run("profile", folder.resolve("no.onnx"), "--html", page).assertRefused("no such file");
    assertEquals("old", Files.readString(page));
  }
}
