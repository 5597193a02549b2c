package io.sepconv.separable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Node;
import io.sepconv.graph.Value;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OnnxRuntimeNetwork;
import io.sepconv.testing.TestData;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ModelFactorizerTest {
  private static final Shape INPUT = Shape.of(1, 12, 9, 8);

  /** As if time were multiplications: decisions are the same on every machine. */
  private static final ToDoubleFunction<Graph> BY_COUNT = graph -> Cost.of(graph).macs();

  private static final double NOISE = 1e-3;

  private final TestData data = new TestData(4);

  /** Weights that are a sum of some pairs, and noise. */
  private Tensor made(SeparableForm form, int out, int in, int terms) {
    Shape shape = Shape.of(out, in, 3, 3);
    LayerFactorization parts = LayerFactorization.of(form, ConvLayer.of(data.floats(shape)), 1);
    SeparableLayer layer = parts.layer(terms);
    float[] floats = new float[Math.toIntExact(shape.size())];
    float[] first = layer.first().weights().floats();
    float[] second = layer.second().weights().floats();
    float[] noise = data.floats(shape).floats();
    for (int o = 0; o < out; o++) {
      for (int i = 0; i < in; i++) {
        for (int tap = 0; tap < 9; tap++) {
          double sum = 0;
          for (int term = 0; term < terms; term++) {
            sum +=
                form == SeparableForm.DEPTHWISE_FIRST
                    ? first[(i * terms + term) * 9 + tap]
                        * second[o * in * terms + i * terms + term]
                    : first[(o * terms + term) * in + i] * second[(o * terms + term) * 9 + tap];
          }
          int at = (o * in + i) * 9 + tap;
          floats[at] = (float) (sum + NOISE * noise[at]);
        }
      }
    }
    return Tensor.of(shape, floats);
  }

  /** Five layers that are sums of few pairs, one that is not, one of 1x1 and a depthwise one. */
  private Graph network() {
    GraphBuilder builder = new GraphBuilder("net");
    Value x = builder.input("x", INPUT);
    for (int i = 0; i < 5; i++) {
      SeparableForm form =
          i % 2 == 0 ? SeparableForm.DEPTHWISE_FIRST : SeparableForm.POINTWISE_FIRST;
      Value y = builder.conv(x, ConvLayer.of(made(form, 12, 12, 1 + i % 2)).same());
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
    return new ModelFactorizer(graph, Map.of(), BY_COUNT, line -> {});
  }

  @Test
  void splitsTheLayersThatAreSumsOfFewPairs() {
    Graph graph = network();
    Tensor input = data.floats(INPUT);
    ModelFactorizer.Result result = factorizer(graph).withinError(0.02, error(graph, input));
    assertEquals(8, result.layers().size());
    for (int i = 0; i < 5; i++) {
      assertTrue(result.layers().get(i).kept().isPresent(), result.layers().get(i).toString());
    }
    assertEquals("it is a 1x1 convolution", result.layers().get(6).reason());
    assertEquals("it is depthwise", result.layers().get(7).reason());
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

  /** A smaller budget leaves out what it cannot pay, and says so. */
  @Test
  void keepsWhatWouldLeaveTheBudget() {
    Graph graph = network();
    Tensor input = data.floats(INPUT);
    ModelFactorizer.Result result = factorizer(graph).withinError(1e-7, error(graph, input));
    assertEquals(0, result.count());
    assertSame(graph, result.graph());
    assertTrue(
        result.layers().stream()
            .limit(6)
            .allMatch(
                layer ->
                    layer.reason().equals("every split that is faster leaves the budget")
                        || layer.reason().equals("no split is faster")),
        result.layers().toString());
  }

  /** Whatever is slower beside the layer is not taken. */
  @Test
  void keepsLayersWhoseSplitsAreSlower() {
    Graph graph = network();
    ToDoubleFunction<Graph> more = one -> one.nodes().size();
    ModelFactorizer.Result result =
        new ModelFactorizer(graph, Map.of(), more, line -> {})
            .withinError(0.5, error(graph, data.floats(INPUT)));
    assertEquals(0, result.count());
    assertEquals("no split is faster", result.layers().get(0).reason());
  }

  @Test
  void comesDownToANumberOfMultiplications() {
    Graph graph = network();
    Tensor input = data.floats(INPUT);
    ModelFactorizer factorizer = factorizer(graph);
    long budget = factorizer.macs() * 6 / 10;
    ModelFactorizer.Result result = factorizer.withinMacs(budget, error(graph, input));
    assertTrue(Cost.of(result.graph()).macs() <= budget);
    // The layer of random weights is the last to be given up.
    assertTrue(result.layers().get(5).kept().isEmpty(), result.layers().get(5).toString());
    assertTrue(result.error() < 0.05, "error " + result.error());
    String refused =
        assertThrows(
                IllegalArgumentException.class,
                () -> factorizer.withinMacs(1000, error(graph, input)))
            .getMessage();
    assertTrue(refused.matches("splits that are faster bring [0-9,]+ .* not to 1,000"), refused);
  }

  @Test
  void pairsAddUpToTheLayer() {
    for (SeparableForm form :
        List.of(SeparableForm.DEPTHWISE_FIRST, SeparableForm.POINTWISE_FIRST)) {
      ConvLayer layer =
          ConvLayer.of(data.floats(Shape.of(4, 3, 3, 3)))
              .stride(2)
              .pad(1)
              .bias(data.floats(Shape.of(4)))
              .activation(Activation.RELU);
      GraphBuilder builder = new GraphBuilder("one");
      Value x = builder.input("x", Shape.of(2, 6, 8, 7));
      Graph graph = builder.output(builder.groupedConv(x, 2, layer)).build();
      Tensor input = data.floats(Shape.of(2, 6, 8, 7));
      SeparableLayer three = LayerFactorization.of(form, layer, 2).layer(2);
      Map<String, Tensor> results = new LinkedHashMap<>();
      for (Arrangement arrangement : Arrangement.values()) {
        Node conv = graph.nodes().get(0);
        Graph split = Splits.applied(graph, Map.of(conv.output(), new Split(three, arrangement)));
        results.put(arrangement.toString(), GraphRunner.run(split, input).get(0));
      }
      Agreement agreement = Agreement.of(results.get("joined"), results.get("summed"));
      assertTrue(agreement.within(Agreement.F32), form + ": " + agreement.describe());
    }
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
                () -> factorizer(graph).withinError(0.1, other -> 0))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> factorizer(network()).withinError(0, other -> 0));
  }
}
