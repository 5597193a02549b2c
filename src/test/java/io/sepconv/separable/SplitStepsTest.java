package io.sepconv.separable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Conv;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which splits are offered, measured and tried, one by one. */
class SplitStepsTest {
  private static final Shape INPUT = Shape.of(1, 12, 9, 8);

  private final TestData data = new TestData(4);

  private static ModelFactorizer factorizer(Graph graph) {
    GraphTimer byCount = Made.timer(one -> Cost.of(one).macs());
    return new ModelFactorizer(graph, Map.of(), Limits.defaults(), byCount);
  }

  /** A layer of four pairs: with three it is faster, but farther off. */
  private Graph ofFourPairs(int out) {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", INPUT);
    ConvLayer layer =
        ConvLayer.of(Made.weights(data, SeparableForm.DEPTHWISE_FIRST, out, 12, 4)).pad(1);
    return builder.output("y", builder.conv(x, layer)).build();
  }

  @Test
  void aStepThatIsRefusedLeavesTheOneBefore() {
    int[] tries = {0};
    ModelFactorizer.Result result =
        factorizer(ofFourPairs(12))
            .withinError(0.5, other -> tries[0]++ == 0 ? 0.01 : 1, FactorProgress.NONE);
    assertTrue(tries[0] > 1);
    assertEquals(1, result.count());
    assertEquals(0.01, result.error());
  }

  @Test
  void triesTheBestFirstAndNothingFartherOffThanWhatWasRefused() {
    List<String> tried = new ArrayList<>();
    FactorProgress progress =
        new FactorProgress() {
          @Override
          public void measured(String layer) {}

          @Override
          public void tried(String step) {
            tried.add(step);
          }
        };
    factorizer(ofFourPairs(12)).withinError(0.5, other -> 1, progress);
    assertEquals(1, tried.size(), tried.toString());
    assertTrue(tried.get(0).contains("4 terms"), tried.toString());
  }

  @Test
  void keepsWhatIsFasterByLessThanThreePercent() {
    for (double share : new double[] {0.96, 0.98}) {
      GraphTimer timer =
          new GraphTimer() {
            @Override
            public double millis(Graph one) {
              return Cost.of(one).macs();
            }

            @Override
            public List<Double> millisInTurns(List<Graph> graphs) {
              return graphs.stream().map(one -> one.nodes().size() == 1 ? 1 : share).toList();
            }
          };
      ModelFactorizer.Result result =
          new ModelFactorizer(ofFourPairs(12), Map.of(), Limits.defaults(), timer)
              .withinError(0.5, other -> 0.01, FactorProgress.NONE);
      assertEquals(share < ModelFactorizer.FASTER ? 1 : 0, result.count());
    }
  }

  @Test
  void refusesOutputsThatAreNotFinite() {
    ModelFactorizer factorizer = factorizer(ofFourPairs(12));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    factorizer.withinMacs(
                        factorizer.macs() * 6 / 10,
                        other -> Double.POSITIVE_INFINITY,
                        FactorProgress.NONE))
            .getMessage();
    assertTrue(message.contains("no longer comparable"), message);
  }

  @Test
  void sumsAreNotForLayersThatANormalisationFollows() {
    for (boolean normalised : new boolean[] {false, true}) {
      GraphBuilder builder = new GraphBuilder("one");
      Value y =
          builder.conv(
              builder.input("x", INPUT),
              ConvLayer.of(Made.weights(data, SeparableForm.DEPTHWISE_FIRST, 12, 12, 2)));
      Value c = builder.constant(data.floats(Shape.of(12)));
      Graph graph =
          builder
              .output(normalised ? builder.apply(new BatchNorm(1e-3f), y, c, c, c, c) : y)
              .build();
      boolean sums =
          Candidate.of(graph.nodes().get(0), graph, ShapeInference.infer(graph))
              .ways(1)
              .splits()
              .stream()
              .anyMatch(split -> split.arrangement() == Arrangement.SUMMED);
      assertEquals(!normalised, sums);
    }
  }

  @Test
  void residualsAndConstantsStayWhole() {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", INPUT);
    Value w = builder.constant(Made.weights(data, SeparableForm.DEPTHWISE_FIRST, 12, 12, 1));
    Conv conv = new Conv(Window.of(3, 3), 1, Activation.NONE);
    Value still = builder.apply(conv, builder.constant(data.floats(INPUT)), w);
    Value bias = builder.constant(data.floats(Shape.of(12)));
    Value y = builder.apply(conv, x, w, bias, still);
    Graph graph = builder.output("y", y).build();
    List<SplitDecision> layers =
        factorizer(graph).withinError(0.5, other -> 0, FactorProgress.NONE).layers();
    assertEquals("it is computed from constants", layers.get(0).reason());
    assertEquals("a residual is added to it", layers.get(1).reason());
  }

  @Test
  void splitsHaveFewerMultiplications() {
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", Shape.of(1, 4, 9, 9));
    // Six pairs of 9 + 18 are as many as 9 * 18.
    ConvLayer layer = ConvLayer.of(Made.weights(data, SeparableForm.DEPTHWISE_FIRST, 18, 4, 6));
    Graph graph = builder.output(builder.conv(x, layer)).build();
    Candidate candidate = Candidate.of(graph.nodes().get(0), graph, ShapeInference.infer(graph));
    assertTrue(
        candidate.ways(1).splits().stream()
            .allMatch(split -> candidate.macs(split) < candidate.problem().macs()));
  }
}
