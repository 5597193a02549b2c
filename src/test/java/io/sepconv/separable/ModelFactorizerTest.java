package io.sepconv.separable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Limits;
import io.sepconv.graph.Value;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Conv;
import io.sepconv.op.Identity;
import io.sepconv.op.Reduce;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Window;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OnnxRuntimeNetwork;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ModelFactorizerTest {
  private static final Shape INPUT = Shape.of(1, 12, 9, 8);

  /** As if time were multiplications: decisions are the same on every machine. */
  private static final GraphTimer BY_COUNT = Made.timer(graph -> Cost.of(graph).macs());

  private final TestData data = new TestData(4);

  /** Five layers that are sums of few pairs, one that is not, one of 1x1 and a depthwise one. */
  private Graph network() {
    GraphBuilder builder = new GraphBuilder("net");
    Value x = builder.input("x", INPUT);
    for (int i = 0; i < 5; i++) {
      SeparableForm form =
          i % 2 == 0 ? SeparableForm.DEPTHWISE_FIRST : SeparableForm.POINTWISE_FIRST;
      Value y = builder.conv(x, ConvLayer.of(Made.weights(data, form, 12, 12, 1 + i % 2)).same());
      x = builder.activation(builder.add(x, y), Activation.RELU);
    }
    x = builder.conv(x, ConvLayer.of(data.floats(Shape.of(12, 12, 3, 3))).pad(1));
    x = builder.pointwise(x, ConvLayer.of(data.floats(Shape.of(12, 12, 1, 1))));
    x = builder.depthwise(x, ConvLayer.of(data.floats(Shape.of(12, 1, 3, 3))));
    return builder.output(x).build();
  }

  private static ToDoubleFunction<Graph> error(Graph graph, Tensor input) {
    Tensor expected = GraphRunner.run(graph, input).get(0);
    return other -> Agreement.of(expected, GraphRunner.run(other, input).get(0)).ratio();
  }

  private static ModelFactorizer factorizer(Graph graph) {
    return new ModelFactorizer(graph, Map.of(), Limits.defaults(), BY_COUNT);
  }

  @Test
  void splitsTheLayersThatAreSumsOfFewPairs() {
    Graph graph = network();
    Tensor input = data.floats(INPUT);
    ModelFactorizer.Result result =
        factorizer(graph).withinError(0.02, error(graph, input), FactorProgress.NONE);
    assertEquals(8, result.layers().size());
    for (int i = 0; i < 5; i++) {
      assertTrue(result.layers().get(i).kept().isPresent(), result.layers().get(i).toString());
    }
    assertEquals("it is a 1x1 convolution", result.layers().get(6).reason());
    String depthwise = result.layers().get(7).reason();
    assertTrue(depthwise.startsWith("with fewer multiplications 0."), depthwise);
    assertTrue(result.error() > 0 && result.error() <= 0.02, "error " + result.error());
    assertEquals(result.error(), error(graph, input).applyAsDouble(result.graph()), 1e-9);
    assertTrue(Cost.of(result.graph()).macs() < 0.6 * Cost.of(graph).macs());
    assertEquals(graph.outputs(), result.graph().outputs());
    assertEquals(graph.inputs(), result.graph().inputs());
    Tensor actual = GraphRunner.run(result.graph(), input).get(0);
    try (OnnxRuntimeNetwork network = OnnxRuntimeNetwork.plain(OnnxWriter.bytes(result.graph()))) {
      Tensor there = network.run(Map.of("x", input)).get(graph.outputs().get(0));
      Agreement agreement = Agreement.of(actual, there);
      assertTrue(agreement.within(Agreement.F32), agreement.describe());
    }
  }

  /** Half of the error that all splits make: some stand, and what does not says so. */
  @Test
  void keepsWhatWouldLeaveTheBudget() {
    Graph graph = network();
    Tensor input = data.floats(INPUT);
    ToDoubleFunction<Graph> error = error(graph, input);
    double all = factorizer(graph).withinError(0.02, error, FactorProgress.NONE).error();
    ModelFactorizer.Result result =
        factorizer(graph).withinError(all / 2, error, FactorProgress.NONE);
    assertTrue(result.count() > 0 && result.count() < 5, result.layers().toString());
    assertTrue(result.error() > 0 && result.error() <= all / 2, "error " + result.error());
    assertEquals(result.error(), error.applyAsDouble(result.graph()), 1e-9);
    assertTrue(
        result.layers().stream()
            .limit(5)
            .filter(layer -> layer.kept().isEmpty())
            .allMatch(
                layer ->
                    layer
                        .reason()
                        .matches("what is faster leaves the budget, by an error of .* or more")),
        result.layers().toString());
    assertTrue(
        result
            .layers()
            .get(5)
            .reason()
            .matches("with fewer multiplications 0\\.[0-9]+ of its weights or more is left out"),
        result.layers().get(5).reason());
  }

  /** What cannot be measured at all is not faster, and nothing ends for it. */
  @Test
  void keepsLayersWhoseSplitsCannotRun() {
    Graph graph = network();
    GraphTimer whole =
        Made.timer(one -> one.nodes().size() > 1 ? Double.POSITIVE_INFINITY : Cost.of(one).macs());
    ModelFactorizer.Result result =
        new ModelFactorizer(graph, Map.of(), Limits.defaults(), whole)
            .withinError(0.5, error(graph, data.floats(INPUT)), FactorProgress.NONE);
    assertEquals(0, result.count());
    assertSame(graph, result.graph());
    assertEquals("no split is faster", result.layers().get(0).reason());
  }

  /** What was faster alone, but is not in turns with the layer, is not taken. */
  @Test
  void keepsWhatIsFasterByChanceAlone() {
    Graph graph = network();
    GraphTimer timer =
        new GraphTimer() {
          @Override
          public double millis(Graph one) {
            return Cost.of(one).macs();
          }

          @Override
          public List<Double> millisInTurns(List<Graph> graphs) {
            return graphs.stream().map(one -> 1.0).toList();
          }
        };
    ModelFactorizer.Result result =
        new ModelFactorizer(graph, Map.of(), Limits.defaults(), timer)
            .withinError(0.5, error(graph, data.floats(INPUT)), FactorProgress.NONE);
    assertEquals(0, result.count());
    assertEquals("no split is faster", result.layers().get(0).reason());
  }

  /** Whatever is slower beside the layer is not taken. */
  @Test
  void keepsLayersWhoseSplitsAreSlower() {
    Graph graph = network();
    ToDoubleFunction<Graph> more = one -> one.nodes().size();
    ModelFactorizer.Result result =
        new ModelFactorizer(graph, Map.of(), Limits.defaults(), Made.timer(more))
            .withinError(0.5, error(graph, data.floats(INPUT)), FactorProgress.NONE);
    assertEquals(0, result.count());
    assertEquals("no split is faster", result.layers().get(0).reason());
  }

  @Test
  void comesDownToANumberOfMultiplications() {
    Graph graph = network();
    Tensor input = data.floats(INPUT);
    ModelFactorizer factorizer = factorizer(graph);
    long budget = factorizer.macs() * 6 / 10;
    ModelFactorizer.Result result =
        factorizer.withinMacs(budget, error(graph, input), FactorProgress.NONE);
    assertTrue(Cost.of(result.graph()).macs() <= budget);
    // The layer of random weights is the last to be given up.
    assertTrue(result.layers().get(5).kept().isEmpty(), result.layers().get(5).toString());
    assertTrue(result.error() < 0.05, "error " + result.error());
    assertTrue(
        refusal(factorizer, 1000)
            .matches(
                "splits bring 574,776 .* down to [0-9,]+, not to 1,000: ask for no fewer than .*"),
        refusal(factorizer, 1000));
    ModelFactorizer slow =
        new ModelFactorizer(
            graph, Map.of(), Limits.defaults(), Made.timer(one -> one.nodes().size()));
    assertEquals(
        "splits that are faster bring 574,776 multiplications down to 574,776, not to 300,000: ask"
            + " for no fewer than 574,776",
        refusal(slow, 300_000));
  }

  private static String refusal(ModelFactorizer factorizer, long budget) {
    return assertThrows(
            IllegalArgumentException.class,
            () -> factorizer.withinMacs(budget, other -> 0, FactorProgress.NONE))
        .getMessage();
  }

  /** Among splits that are faster, those that are not the fastest may save the most. */
  @Test
  void comesDownByWhatIsFasterNotByTheFastest() {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", INPUT);
    ConvLayer layer = ConvLayer.of(data.floats(Shape.of(12, 12, 3, 3))).pad(1);
    Graph graph = builder.output(builder.conv(x, layer)).build();
    long macs = Cost.of(graph).macs();
    // The more multiplications a split has, the faster it is here.
    GraphTimer timer =
        Made.timer(
            one -> one.nodes().size() == 1 ? 2.0 : 2.0 - Cost.of(one).macs() / (double) macs);
    ModelFactorizer factorizer = new ModelFactorizer(graph, Map.of(), Limits.defaults(), timer);
    ModelFactorizer.Result result =
        factorizer.withinMacs(macs / 4, error(graph, data.floats(INPUT)), FactorProgress.NONE);
    assertTrue(Cost.of(result.graph()).macs() <= macs / 4);
  }

  /** A depthwise layer of products becomes columns and rows; weights may lie behind an Identity. */
  @Test
  void splitsDepthwiseLayersIntoColumnsAndRows() {
    float[] weights = new float[12 * 25];
    float[] columns = data.floats(Shape.of(12, 5)).floats();
    float[] rows = data.floats(Shape.of(12, 5)).floats();
    for (int i = 0; i < weights.length; i++) {
      weights[i] = columns[i / 25 * 5 + i % 25 / 5] * rows[i / 25 * 5 + i % 5];
    }
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", INPUT);
    Value kernel =
        builder.apply(new Identity(), builder.constant(Tensor.of(Shape.of(12, 1, 5, 5), weights)));
    Graph graph =
        builder
            .output("y", builder.apply(new Conv(Window.of(5, 5), 12, Activation.NONE), x, kernel))
            .build();
    ModelFactorizer.Result result =
        factorizer(graph).withinError(1e-4, error(graph, data.floats(INPUT)), FactorProgress.NONE);
    SplitOption kept = result.layers().get(0).kept().orElseThrow();
    assertEquals("kH x 1, then 1 x kW, 1 term", kept.split().toString());
    assertEquals(
        2,
        result.graph().nodes().stream().filter(node -> node.op() instanceof Conv).count(),
        () -> result.graph().nodes().toString());
    assertEquals(2, result.graph().nodes().size());
    assertEquals(2, result.graph().constants().size());
  }

  /** Weights that follow from an input, if only from its shape, are those of one run alone. */
  @Test
  void keepsWeightsThatAnInputDecides() {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", INPUT);
    Value size = builder.apply(new Cast(DataType.FLOAT32), builder.apply(new ShapeOf(), x));
    Value height = builder.apply(new Reduce(Reduce.Kind.MAX, false, false), size);
    Value weights = builder.constant(Made.weights(data, SeparableForm.DEPTHWISE_FIRST, 12, 12, 1));
    Value scaled = builder.apply(new Binary(Binary.Kind.DIV), weights, height);
    Conv conv = new Conv(Window.of(3, 3), 1, Activation.NONE);
    Graph graph = builder.output("y", builder.apply(conv, x, scaled)).build();
    ModelFactorizer.Result result =
        factorizer(graph).withinError(0.5, other -> 0, FactorProgress.NONE);
    assertEquals("its weights are computed", result.layers().get(0).reason());
  }

  /**
   * What is computed from constants takes no time when the network runs, and counts for nothing.
   */
  @Test
  void keepsWhatIsComputedFromConstants() {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", Shape.of(1, 12, 7, 6));
    Value grid = builder.constant(data.floats(INPUT));
    ConvLayer layer = ConvLayer.of(Made.weights(data, SeparableForm.DEPTHWISE_FIRST, 12, 12, 1));
    Value map = builder.activation(builder.conv(grid, layer), Activation.RELU);
    Graph graph = builder.output("y", builder.add(x, map)).build();
    ModelFactorizer factorizer = factorizer(graph);
    assertEquals(0, factorizer.macs());
    assertEquals(
        "it is computed from constants",
        factorizer.withinError(0.5, other -> 0, FactorProgress.NONE).layers().get(0).reason());
  }

  /** Of two that have as many multiplications the faster is taken. */
  @Test
  void takesTheFasterArrangement() {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", INPUT);
    ConvLayer layer =
        ConvLayer.of(Made.weights(data, SeparableForm.DEPTHWISE_FIRST, 12, 12, 2)).pad(1);
    Graph graph = builder.output(builder.conv(x, layer)).build();
    // Sums have more nodes.
    GraphTimer timer = Made.timer(one -> one.nodes().size() == 1 ? 10 : 9.0 / one.nodes().size());
    ModelFactorizer.Result result =
        new ModelFactorizer(graph, Map.of(), Limits.defaults(), timer)
            .withinMacs(Cost.of(graph).macs() / 2, other -> 0, FactorProgress.NONE);
    SplitOption kept = result.layers().get(0).kept().orElseThrow();
    assertEquals("depthwise, then 1x1, 2 terms summed", kept.split().toString());
  }

  @Test
  void refusesNetworksWithNothingToSplitOrWithoutNumbers() {
    GraphBuilder builder = new GraphBuilder("relu");
    Value x = builder.input("x", INPUT);
    Graph none = builder.output(builder.activation(x, Activation.RELU)).build();
    assertEquals(
        "relu has no convolution, so there is nothing to split",
        assertThrows(IllegalArgumentException.class, () -> factorizer(none)).getMessage());
    float[] weights = data.floats(Shape.of(12, 12, 3, 3)).floats();
    weights[0] = Float.NaN;
    GraphBuilder broken = new GraphBuilder("broken");
    Value y = broken.input("x", INPUT);
    Graph graph =
        broken
            .output(broken.conv(y, ConvLayer.of(Tensor.of(Shape.of(12, 12, 3, 3), weights))))
            .build();
    assertEquals(
        "Conv 'conv_0': weights [12, 12, 3, 3] has NaN at [0, 0, 0, 0]: only finite numbers can be"
            + " decomposed",
        assertThrows(
                IllegalArgumentException.class,
                () -> factorizer(graph).withinError(0.1, other -> 0, FactorProgress.NONE))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> factorizer(network()).withinError(0, other -> 0, FactorProgress.NONE));
  }
}
