package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.TestData;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The last tile of a row of pixels begins earlier, so that two threads may compute the same pixels:
 * neither may see what the other has not finished, or apply a function to it a second time.
 */
class OverlappingTilesTest {
  private static final int RUNS = 20_000;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sumsWithAResidualAreActivatedOnce(boolean vector) {
    Backend backend = vector ? JvmTiers.vector() : JvmTiers.plain();
    TestData data = new TestData(5);
    // Rows of 9 pixels: two tiles of 6, 7 or 8, most of whose pixels are those of both, and each a
    // part of its own.
    Shape shape = Shape.of(1, 64, 8, 9);
    GraphBuilder builder = new GraphBuilder("residual");
    Value x = builder.input("x", shape);
    Value y =
        builder.conv(
            x,
            ConvLayer.of(data.integers(Shape.of(64, 64, 1, 3))).pads(List.of(0, 1), List.of(0, 1)));
    Activation leaky = new Activation(Activation.Kind.LEAKY_RELU, 0.25f, 0);
    Graph graph = builder.output(builder.activation(builder.add(y, x), leaky)).build();
    Tensor in = data.integers(shape);
    float[] expected = GraphRunner.run(graph, in).get(0).floats();
    FloatBuffer out = FloatBuffer.allocate(expected.length);
    try (CompiledGraph compiled =
            backend.compile(GraphOptimizer.optimize(graph), CompileOptions.f32(4));
        BackendSession session = compiled.newSession()) {
      for (int run = 0; run < RUNS; run++) {
        session.run(FloatBuffer.wrap(in.floats()), out);
        assertArrayEquals(expected, out.array(), "run " + run);
      }
    }
  }
}
