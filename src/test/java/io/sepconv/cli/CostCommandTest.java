package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostCommandTest {
  @TempDir Path folder;

  /** The cells of the line that begins so, without its label. */
  private static List<String> cells(String output, String label) {
    String line = output.lines().filter(l -> l.strip().startsWith(label)).findFirst().orElseThrow();
    return Arrays.asList(line.strip().substring(label.length()).strip().split(" {2,}"));
  }

  /** Every figure of the article, and the one that it counts otherwise. */
  @Test
  void countsTheArticle() {
    String out = Cli.run("cost", "--no-time").assertDone().out();
    String[] halves = out.split("one kernel of 3 x 3");
    assertEquals(List.of("45,630", "100.0 %"), cells(halves[0], "direct").subList(0, 2));
    assertEquals("4,563", cells(halves[0], "depthwise 3x3").get(0));
    assertEquals("5,070", cells(halves[0], "pointwise 1x1").get(0));
    assertEquals(List.of("9,633", "21.1 %"), cells(halves[0], "depthwise-separable").subList(0, 2));
    assertTrue(halves[0].contains("1/10 + 1/9 = 21.1 %"), out);
    assertEquals(List.of("1,521", "100.0 %"), cells(halves[1], "direct").subList(0, 2));
    assertEquals("585", cells(halves[1], "column 3x1").get(0));
    assertEquals("507", cells(halves[1], "row 1x3").get(0));
    assertEquals(List.of("1,092", "71.8 %"), cells(halves[1], "spatially separable").subList(0, 2));
    assertTrue(halves[1].contains("585 + 585 = 1,170"), out);
  }

  @Test
  void timesAProblemInItsForms() {
    String out =
        Cli.run("cost", "mb1ic16ih14oc16kh3ph1", "--backend", "java", "--threads", 1)
            .assertDone()
            .out();
    assertTrue(out.startsWith("backend: java"), out);
    for (String form : List.of("direct", "spatially separable", "depthwise-separable")) {
      List<String> cells = cells(out.substring(out.indexOf("---")), form);
      assertEquals(6, cells.size(), out);
      assertTrue(Double.parseDouble(cells.get(4)) > 0, out);
      assertTrue(cells.get(5).endsWith(" %"), out);
    }
  }

  @Test
  void oneChannelBetweenColumnAndRow() {
    String out =
        Cli.run("cost", "mb1ic4ih10oc8kh5", "--channels", 1, "--no-time").assertDone().out();
    // 6 x 10 positions of 5 x 1 over 4 channels, then 6 x 6 of 1 x 5 for 8.
    assertEquals("1,200", cells(out, "column 5x1").get(0));
    assertEquals("1,440", cells(out, "row 1x5").get(0));
    assertFalse(out.contains("backend:"), out);
  }

  @Test
  void saysWhatCannotBeSplit() {
    String out = Cli.run("cost", "mb1ic4ih10oc8kh1", "--no-time").assertDone().out();
    assertTrue(out.contains("a 1x1 convolution of this window cannot be split"), out);
    assertFalse(out.contains("separable"), out);
  }

  @Test
  void countsTheLayersOfAModel() {
    Path file = folder.resolve("net.onnx");
    Cli.run("export", "mobilenet_v1", "-o", file).assertDone();
    String out = Cli.run("cost", file, "--backend", "java").assertDone().out();
    String total =
        out.lines().filter(line -> line.contains(" multiplications; ")).findFirst().orElseThrow();
    // The classifier is a matrix product.
    assertTrue(total.startsWith("567,716,352 multiplications"), total);
    String twice =
        out.lines().filter(line -> line.contains("ic512ih14iw14oc512")).findFirst().orElseThrow();
    assertTrue(twice.strip().startsWith("5 "), twice);
  }

  @Test
  void refusesWhatItCannotCount() throws IOException {
    GraphBuilder builder = new GraphBuilder("relu");
    Value x = builder.input("x", Shape.of(1, 2, 3, 4));
    Path file = folder.resolve("relu.onnx");
    OnnxWriter.write(file, builder.output(builder.activation(x, Activation.RELU)).build());
    Cli.run("cost", file).assertRefused("relu.onnx has no convolution");
    Cli.run("cost", "mb1ic4ih10").assertRefused("mb1ic4ih10");
    Cli.run("cost", folder.resolve("none.onnx")).assertRefused("none.onnx");
    Cli.run("cost", "mb1ic4ih10oc8kh3", "--channels", 0).assertRefused("--channels");
    Cli.run("cost", "mb1ic4ih10oc8kh3", "--batch", 2).assertRefused("are for models");
    Cli.run("cost", "g2mb1ic4ih10oc8kh3", "--channels", 3)
        .assertRefused("--channels 3", "2 groups");
    Cli.run("cost", "--channels", 3).assertRefused("--channels");
  }
}
