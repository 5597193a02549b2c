package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OnnxRuntimeNetwork;
import io.sepconv.testing.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FactorCommandTest {
  private static final Shape INPUT = Shape.of(1, 24, 12, 12);

  @TempDir Path folder;

  private Path model;
  private Path fast;
  private Path input;
  private Tensor values;

  /** A network whose layers are outer products but for some noise. */
  @BeforeEach
  void write() throws IOException {
    TestData data = new TestData(2);
    GraphBuilder builder = new GraphBuilder("net");
    Value x = builder.input("x", INPUT);
    for (int i = 0; i < 2; i++) {
      x = builder.conv(x, ConvLayer.of(weights(data)).pad(1));
      x = builder.activation(x, Activation.RELU);
    }
    model = folder.resolve("net.onnx");
    OnnxWriter.write(model, builder.output("y", x).buildForAnyBatch());
    fast = folder.resolve("fast.onnx");
    input = folder.resolve("x.npy");
    values = data.floats(INPUT);
    NpyFile.write(input, values);
  }

  private static Tensor weights(TestData data) {
    float[] mix = data.floats(Shape.of(24, 24)).floats();
    float[] filters = data.floats(Shape.of(24, 9)).floats();
    float[] weights = data.floats(Shape.of(24, 24, 3, 3)).floats();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 1e-5f * weights[i] + mix[i / 9] * filters[i / 9 % 24 * 9 + i % 9] / 10;
    }
    return Tensor.of(Shape.of(24, 24, 3, 3), weights);
  }

  /** What it writes computes what the model does, within the budget, in ONNX Runtime too. */
  @Test
  void writesAModelWithinTheBudget() throws IOException {
    // Plain loops take the time of their multiplications, of which a split has a fifth.
    Cli done =
        Cli.run(
                "factor",
                model,
                "-o",
                fast,
                "--max-error",
                "0.001",
                "--calibrate",
                input,
                "--backend",
                "reference",
                "--threads",
                1)
            .assertDone();
    Graph before = OnnxReader.read(model);
    assertTrue(done.lastLine().equals("wrote " + fast), done.out());
    Graph after = OnnxReader.read(fast);
    assertEquals(before.inputs(), after.inputs());
    assertEquals(before.outputs(), after.outputs());
    assertTrue(convolutions(after) > convolutions(before), done.out());
    Tensor expected = GraphRunner.run(before, values).get(0);
    Tensor actual = GraphRunner.run(after, values).get(0);
    double error = Agreement.of(expected, actual).ratio();
    assertTrue(error > 0 && error <= 0.001001, "error " + error);
    try (OnnxRuntimeNetwork network = OnnxRuntimeNetwork.plain(Files.readAllBytes(fast))) {
      Agreement there = Agreement.of(actual, network.run(Map.of("x", values)).get("y"));
      assertTrue(there.within(Agreement.F32), there.describe());
    }
  }

  private static long convolutions(Graph graph) {
    return graph.nodes().stream().filter(node -> node.op() instanceof Conv).count();
  }

  @Test
  void writesNothingWhereNothingPays() {
    Cli done =
        Cli.run(
                "factor",
                model,
                "-o",
                fast,
                "--max-error",
                "1e-8",
                "--shape",
                "1x24x12x12",
                "--backend",
                "reference",
                "--threads",
                1)
            .assertDone();
    assertEquals("nothing pays: no file is written", done.lastLine());
    assertTrue(done.out().contains("calibrated on seeded random numbers"), done.out());
    assertFalse(Files.exists(fast));
    assertEquals(2, done.lines().stream().filter(line -> line.contains("whole: ")).count());
  }

  /** Splits of a fifth of the multiplications, as in the test above. */
  @Test
  void comesDownToAShareOfTheMultiplications() throws IOException {
    Object[] command = {
      "factor", model, "-o", fast, "--backend", "reference", "--threads", 1, "--max-macs", "60%"
    };
    Cli done = Cli.run(command).assertDone();
    assertEquals("wrote " + fast, done.lastLine());
    assertTrue(convolutions(OnnxReader.read(fast)) > 2, done.out());
    Files.delete(fast);
    command[9] = "100%";
    assertEquals(
        "the model has 1,492,992 multiplications, no more than 1,492,992: no file is written",
        Cli.run(command).assertDone().lastLine());
    command[9] = "17";
    Cli.run(command).assertRefused("splits bring 1,492,992 multiplications down to", "not to 17");
    command[9] = "half";
    Cli.run(command).assertRefused("'half'", "50%");
    assertFalse(Files.exists(fast));
  }

  /** Outputs that are 0 or NaN whatever the layers do cannot tell an error. */
  @Test
  void refusesOutputsThatSayNothing() throws IOException {
    GraphBuilder builder = new GraphBuilder("dead");
    Value x = builder.input("x", Shape.of(1, 1, 5, 5));
    float[] negative = {0, 0, 0, 0, -1, 0, 0, 0, 0};
    Value y = builder.conv(x, ConvLayer.of(Tensor.of(Shape.of(1, 1, 3, 3), negative)));
    Path dead = folder.resolve("dead.onnx");
    OnnxWriter.write(dead, builder.output("y", builder.activation(y, Activation.RELU)).build());
    Path ones = folder.resolve("ones.npy");
    float[] values = new float[25];
    Arrays.fill(values, 1);
    NpyFile.write(ones, Tensor.of(Shape.of(1, 1, 5, 5), values));
    Cli.run("factor", dead, "-o", fast, "--calibrate", ones)
        .assertRefused("the outputs [y] hold no finite number but 0", "--calibrate");
  }

  /** A file that contradicts what was asked for is not taken for it. */
  @Test
  void refusesFilesOfOtherSizes() {
    Cli.run("factor", model, "-o", fast, "--calibrate", input, "--shape", "2x24x12x12")
        .assertRefused("x.npy is [1, 24, 12, 12], not [2, 24, 12, 12] as --shape asks");
    Cli.run("factor", model, "-o", fast, "--calibrate", input, "--batch", 2)
        .assertRefused("x.npy is [1, 24, 12, 12], not of batch 2 as --batch asks");
  }

  @Test
  void refusesBudgetsAndModelsThatAreNone() throws IOException {
    Cli.run("factor", model, "-o", fast, "--max-error", "0").assertRefused("--max-error", "0.0");
    Cli.run("factor", model, "-o", fast, "--max-error", "0.1", "--max-macs", "5")
        .assertRefused("two budgets");
    Cli.run("factor", model, "-o", fast, "--max-macs", "half", "--calibrate", input)
        .assertRefused("'half'");
    Cli.run("factor", model, "-o", folder.resolve("none").resolve("f.onnx"))
        .assertRefused("there is no folder");
    Cli.run("factor", folder.resolve("none.onnx"), "-o", fast).assertRefused("none.onnx");
    GraphBuilder builder = new GraphBuilder("relu");
    Value x = builder.input("x", Shape.of(1, 2, 3, 4));
    Path relu = folder.resolve("relu.onnx");
    OnnxWriter.write(relu, builder.output(builder.activation(x, Activation.RELU)).build());
    Cli.run("factor", relu, "-o", fast).assertRefused("relu.onnx has no convolution");
    assertFalse(Files.exists(fast));
  }
}
