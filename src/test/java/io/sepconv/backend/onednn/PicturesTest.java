package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.plan.Batches;
import io.sepconv.backend.plan.OnePicture;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.OperatorCases;
import io.sepconv.testing.RandomGraphs;
import io.sepconv.testing.TestData;
import io.sepconv.zoo.Zoo;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches that are run picture by picture, in turn or in lanes. */
@NativeTest
class PicturesTest {
  private static final Shape BATCH = Shape.of(3, 8, 6, 6);

  static List<String> names() {
    return Zoo.names();
  }

  @ParameterizedTest
  @CsvSource({"2, 1, 1", "3, 1, 2", "3, 1, 4", "5, 2, 1", "5, 2, 2", "8, 2, 3"})
  void randomNetworksComputeTheWholeBatch(int batch, int threads, int lanes) {
    int apart = 0;
    for (boolean exact : new boolean[] {true, false}) {
      for (long seed = 3000; seed < 3030; seed++) {
        OperatorCases.Case c = RandomGraphs.ofBatch(seed, exact, batch);
        List<Tensor> expected = GraphRunner.run(c.graph(), c.inputs());
        Optional<CompiledGraph> compiled = compile(c.graph(), threads, lanes);
        if (compiled.isEmpty()) {
          continue;
        }
        apart++;
        try (CompiledGraph pictures = compiled.get()) {
          List<Tensor> actual = BackendRunner.run(pictures, expected, true, c.inputs());
          for (int i = 0; i < expected.size(); i++) {
            Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
            assertTrue(
                agreement.within(exact ? 0 : Agreement.F32),
                c.graph().name() + ", output " + i + ": " + agreement.describe());
          }
        }
      }
    }
    assertTrue(apart >= 30, apart + " of 60 come apart");
  }

  /** A plan that runs the pictures of a batch, if there is one. */
  private static Optional<CompiledGraph> compile(Graph graph, int threads, int lanes) {
    Graph whole = GraphOptimizer.optimize(graph);
    return OnePicture.of(whole)
        .flatMap(
            one ->
                PlanCompiler.compile(
                    one,
                    new Batches.Run(whole, OnePicture.pictures(whole), lanes),
                    CompileOptions.f32(threads),
                    new Tuner(threads, false),
                    new PackedConstants()));
  }

  /** Three pictures on one and two threads, against each by itself. */
  @ParameterizedTest
  @MethodSource("names")
  void everyNetworkComputesEachPicture(String name) {
    Graph graph = Zoo.build(name, 3);
    int size = graph.input("x").dims().get(2);
    Tensor batch = new TestData(4).floats(Shape.of(3, 3, size, size));
    int length = batch.size() / 3;
    ModelOptions options = ModelOptions.defaults().backend("onednn").tuned(false);
    for (int threads = 1; threads <= 2; threads++) {
      try (Model model = Model.of(graph, options.threads(threads))) {
        Tensor results = model.run(batch);
        String problem =
            model.reportLike(Map.of("x", batch)).layers().stream()
                .filter(layer -> layer.type().equals("Conv"))
                .findFirst()
                .map(LayerReport::problem)
                .orElseThrow();
        assertTrue(problem.startsWith("mb1"), "not run picture by picture: " + problem);
        for (int i = 0; i < 3; i++) {
          float[] pixels = Arrays.copyOfRange(batch.floats(), i * length, (i + 1) * length);
          Tensor expected = model.run(Tensor.of(Shape.of(1, 3, size, size), pixels));
          float[] part = Arrays.copyOfRange(results.floats(), i * 1000, (i + 1) * 1000);
          Agreement agreement = Agreement.of(expected, Tensor.of(expected.shape(), part));
          assertTrue(
              agreement.within(Agreement.F32),
              name + ", " + threads + " threads, picture " + i + ": " + agreement.describe());
        }
      }
    }
  }

  private static Graph block() {
    TestData data = new TestData(8);
    GraphBuilder b = new GraphBuilder("block");
    Value x = b.input("x", BATCH);
    Value y = b.conv(x, ConvLayer.of(data.integers(Shape.of(8, 8, 3, 3))).same());
    Value z = b.add(x, b.activation(y, Activation.RELU6));
    return b.output(z).output(b.globalAveragePool(z)).build();
  }

  /** Heap buffers are copied, direct ones are read from their position on; nothing else moves. */
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "2, 2", "2, 3"})
  void buffersMayLieAnywhere(int threads, int lanes) {
    Tensor x = new TestData(9).integers(BATCH);
    List<Tensor> expected = GraphRunner.run(block(), x);
    FloatBuffer direct = BackendRunner.direct(Tensor.of(Shape.of(x.size() + 7), shifted(x, 7)));
    FloatBuffer heap = FloatBuffer.wrap(shifted(x, 7));
    try (CompiledGraph compiled = compile(block(), threads, lanes).orElseThrow();
        BackendSession session = compiled.newSession()) {
      for (FloatBuffer in : List.of(direct.position(7), heap.position(7))) {
        for (FloatBuffer out : List.of(zeros(x.size() + 5), FloatBuffer.allocate(x.size() + 5))) {
          FloatBuffer means = FloatBuffer.allocate(24);
          out.position(5);
          session.run(List.of(in), List.of(out, means));
          assertEquals(7, in.position());
          assertEquals(5, out.position());
          float[] result = new float[x.size()];
          out.duplicate().get(result);
          assertArrayEquals(expected.get(0).floats(), result);
          assertEquals(0, out.get(4), "before the position");
          assertTrue(
              Agreement.of(expected.get(1), Tensor.of(expected.get(1).shape(), means.array()))
                  .within(Agreement.F32));
          FloatBuffer profiled = zeros(x.size());
          long[] nanos = session.profile(List.of(in), List.of(profiled, means));
          assertEquals(compiled.layers().size(), nanos.length);
          assertEquals(out, profiled);
        }
      }
    }
  }

  private static float[] shifted(Tensor x, int by) {
    float[] values = new float[x.size() + by];
    System.arraycopy(x.floats(), 0, values, by, x.size());
    return values;
  }

  private static FloatBuffer zeros(int size) {
    return BackendRunner.direct(Tensor.of(Shape.of(size), new float[size]));
  }

  @Test
  void buffersForFewerPicturesAreRefused() {
    int size = Math.toIntExact(BATCH.size());
    try (CompiledGraph compiled = compile(block(), 2, 2).orElseThrow();
        BackendSession session = compiled.newSession()) {
      FloatBuffer means = zeros(24);
      for (FloatBuffer in : List.of(zeros(size - 1), zeros(size / 3))) {
        assertThrows(
            IllegalArgumentException.class,
            () -> session.run(List.of(in), List.of(zeros(size), means)));
      }
      assertThrows(
          IllegalArgumentException.class,
          () -> session.run(List.of(zeros(size)), List.of(zeros(size / 3), means)));
      session.run(List.of(zeros(size)), List.of(zeros(size), means));
      compiled.close();
      session.run(List.of(zeros(size)), List.of(zeros(size), means));
      session.close();
      assertThrows(
          IllegalStateException.class,
          () -> session.run(List.of(zeros(size)), List.of(zeros(size), means)));
    }
  }

  /** Each picture would fit into a direct buffer, all of them together do not. */
  @Test
  void batchesBeyondADirectBufferStayInJava() {
    GraphBuilder b = new GraphBuilder("large");
    b.output(b.activation(b.input("x", Shape.of(4, 1 << 28)), Activation.RELU));
    try (CompiledGraph compiled = new OnednnBackend().compile(b.build(), CompileOptions.f32(1))) {
      assertTrue(compiled.layers().stream().noneMatch(LayerReport::isNative));
    }
  }

  @Test
  void aLaneHasAnArenaOfItsOwn() {
    try (CompiledGraph two = compile(block(), 2, 2).orElseThrow();
        CompiledGraph three = compile(block(), 2, 3).orElseThrow()) {
      assertEquals(3 * two.sessionBytes(), 2 * three.sessionBytes());
    }
  }
}
