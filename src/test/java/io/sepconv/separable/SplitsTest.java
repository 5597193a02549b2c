package io.sepconv.separable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OnnxRuntimeNetwork;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Networks with layers split. */
class SplitsTest {
  private final TestData data = new TestData(4);

  /** Every form and arrangement gives what the layer does, here and in ONNX Runtime. */
  @Test
  void splitsOfAllTermsAreTheLayer() {
    ConvLayer layer =
        ConvLayer.of(data.floats(Shape.of(4, 3, 3, 3)))
            .stride(2, 1)
            .pads(List.of(1, 0), List.of(0, 2))
            .bias(data.floats(Shape.of(4)))
            .activation(Activation.RELU);
    Shape shape = Shape.of(2, 6, 8, 7);
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", shape);
    Graph graph = builder.output(builder.groupedConv(x, 2, layer)).build();
    Tensor input = data.floats(shape);
    Tensor expected = GraphRunner.run(graph, input).get(0);
    String conv = graph.nodes().get(0).output();
    for (SeparableForm form : SeparableForm.values()) {
      LayerFactorization parts = LayerFactorization.of(form, layer, 2);
      for (Arrangement arrangement : Arrangement.values()) {
        if (form == SeparableForm.SPATIAL && arrangement == Arrangement.SUMMED) {
          continue;
        }
        LayerSplit split = new LayerSplit(parts.layer(parts.most()), arrangement);
        Graph two = Splits.applied(graph, Map.of(conv, split));
        Agreement here = Agreement.of(expected, GraphRunner.run(two, input).get(0));
        assertTrue(here.within(Agreement.F32), split + ": " + here.describe());
        try (OnnxRuntimeNetwork network = OnnxRuntimeNetwork.plain(OnnxWriter.bytes(two))) {
          Tensor there = network.run(Map.of("x", input)).get(graph.outputs().get(0));
          Agreement agreement = Agreement.of(expected, there);
          assertTrue(agreement.within(Agreement.F32), split + ": " + agreement.describe());
        }
      }
    }
  }

  /** What a split adds has names of its own, when a network is split again too. */
  @Test
  void namesStayApart() {
    ConvLayer layer = ConvLayer.of(data.floats(Shape.of(4, 3, 3, 3)));
    GraphBuilder builder = new GraphBuilder("one");
    Value x = builder.input("x", Shape.of(1, 3, 8, 7));
    Graph graph = builder.output("y", builder.conv(x, layer)).build();
    Tensor input = data.floats(Shape.of(1, 3, 8, 7));
    Tensor expected = GraphRunner.run(graph, input).get(0);
    LayerFactorization first = LayerFactorization.of(SeparableForm.POINTWISE_FIRST, layer, 1);
    Graph once =
        Splits.applied(
            graph, Map.of("y", new LayerSplit(first.layer(first.most()), Arrangement.JOINED)));
    Tensor weights = once.constants().get(once.nodes().get(1).inputs().get(1));
    LayerFactorization second =
        LayerFactorization.of(SeparableForm.SPATIAL, ConvLayer.of(weights), 4);
    Graph twice =
        Splits.applied(
            once, Map.of("y", new LayerSplit(second.layer(second.most()), Arrangement.JOINED)));
    assertEquals(3, twice.nodes().size());
    Agreement agreement = Agreement.of(expected, GraphRunner.run(twice, input).get(0));
    assertTrue(agreement.within(Agreement.F32), agreement.describe());
  }
}
