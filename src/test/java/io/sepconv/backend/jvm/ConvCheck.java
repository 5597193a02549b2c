package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.Backend;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.ExactConvolution;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.TestData;
import java.util.List;

/** Holds one convolution against the exact result. */
final class ConvCheck {
  private static final Activation LEAKY = new Activation(Activation.Kind.LEAKY_RELU, 0.25f, 0);

  private ConvCheck() {}

  /**
   * On small integers, to the last bit: as it is, with activations, and with a residual, on one
   * thread and on three.
   *
   * @param kernel how the name of the implementation ends that is to be used
   */
  static void isExact(Backend backend, ConvSpec spec, String kernel) {
    TestData data = new TestData(spec.toString().hashCode());
    Tensor x = data.integers(spec.inputShape());
    Tensor weights = data.integers(spec.weightShape());
    Tensor bias = data.integers(Shape.of(spec.outChannels()));
    Tensor sums = ExactConvolution.of(spec, x, weights, bias);
    for (Activation f : List.of(Activation.NONE, Activation.RELU6, LEAKY)) {
      GraphBuilder plain = new GraphBuilder("plain");
      Value y = conv(plain, spec, weights, bias);
      agree(backend, plain.output(plain.activation(y, f)).build(), kernel, x);
      GraphBuilder builder = new GraphBuilder("residual");
      Value sum = builder.add(conv(builder, spec, weights, bias), builder.input("r", y.shape()));
      Graph residual = builder.output(builder.activation(sum, f)).build();
      agree(backend, residual, kernel, x, data.integers(sums.shape()));
    }
    GraphBuilder builder = new GraphBuilder("sums");
    Graph graph = builder.output(conv(builder, spec, weights, bias)).build();
    assertEquals(List.of(sums), GraphRunner.run(graph, x), "the evaluator");
  }

  private static Value conv(GraphBuilder builder, ConvSpec spec, Tensor weights, Tensor bias) {
    return builder.groupedConv(
        builder.input("x", spec.inputShape()),
        spec.groups(),
        new ConvLayer(weights, spec.window(), bias, Activation.NONE));
  }

  private static void agree(Backend backend, Graph graph, String kernel, Tensor... inputs) {
    List<Tensor> expected = GraphRunner.run(graph, inputs);
    for (int threads : new int[] {1, 3}) {
      try (CompiledGraph compiled =
          backend.compile(GraphOptimizer.optimize(graph), CompileOptions.f32(threads))) {
        assertTrue(
            compiled.layers().stream().anyMatch(l -> l.implementation().endsWith(kernel)),
            compiled.layers().toString());
        Tensor actual = BackendRunner.run(compiled, expected, true, inputs).get(0);
        Agreement agreement = Agreement.of(expected.get(0), actual);
        assertTrue(
            agreement.within(0), graph.name() + " on " + threads + ": " + agreement.describe());
      }
    }
  }
}
