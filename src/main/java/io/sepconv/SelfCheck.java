package io.sepconv;

import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.ReferenceBackend;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** A small separable block that a backend must compute as the reference does before it is used. */
final class SelfCheck {
  private static final Shape INPUT = Shape.of(1, 8, 9, 7);
  private static final int OUT_CHANNELS = 16;

  private SelfCheck() {}

  /**
   * Runs the block on both.
   *
   * @throws BackendUnavailableException if the results differ; they are small integers, so not at
   *     all
   */
  static void run(Backend backend) {
    if (backend instanceof ReferenceBackend) {
      return;
    }
    Graph graph = block();
    float[] expected = compute(new ReferenceBackend(), graph);
    float[] actual = compute(backend, graph);
    int at = Arrays.mismatch(expected, actual);
    if (at >= 0) {
      throw new BackendUnavailableException(
          String.format(
              "backend %s computes a separable block wrongly: element %d is %s, not %s",
              backend.name(), at, actual[at], expected[at]),
          null);
    }
  }

  private static Graph block() {
    GraphBuilder builder = new GraphBuilder("self-check");
    Value y =
        builder.depthwiseSeparable(
            builder.input("x", INPUT),
            ConvLayer.of(integers(Shape.of(INPUT.dim(1), 1, 3, 3)))
                .same()
                .activation(Activation.RELU),
            ConvLayer.of(integers(Shape.of(OUT_CHANNELS, INPUT.dim(1), 1, 1)))
                .bias(integers(Shape.of(OUT_CHANNELS))));
    return GraphOptimizer.optimize(builder.output(y).build());
  }

  private static Tensor integers(Shape shape) {
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 7 + shape.rank()) % 11 - 5;
    }
    return Tensor.of(shape, values);
  }

  private static float[] compute(Backend backend, Graph graph) {
    float[] result = new float[OUT_CHANNELS * INPUT.dim(2) * INPUT.dim(3)];
    try (CompiledGraph compiled = backend.compile(graph, CompileOptions.f32(1));
        BackendSession session = compiled.newSession()) {
      session.run(
          List.of(FloatBuffer.wrap(integers(INPUT).floats())), List.of(FloatBuffer.wrap(result)));
    }
    return result;
  }
}
