package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.op.Reshape;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.Concurrency;
import io.sepconv.testing.TestData;
import io.sepconv.testing.WatchedBackend;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The front door on the reference backend; {@link OnednnModelTest} repeats it on oneDNN. */
class ModelTest {
  private static final Shape INPUT = Shape.of(1, 8, 12, 12);

  ModelOptions options() {
    return ModelOptions.defaults().backend("reference");
  }

  private static Graph block() {
    TestData data = new TestData(3);
    GraphBuilder builder = new GraphBuilder("block");
    Value y =
        builder.depthwiseSeparable(
            builder.input("x", INPUT),
            ConvLayer.of(data.floats(Shape.of(8, 1, 3, 3))).same().activation(Activation.RELU6),
            ConvLayer.of(data.floats(Shape.of(16, 8, 1, 1))));
    return builder.output(y).build();
  }

  /** y = x + relu(x) for any shape [?, ?]. */
  private static Graph dynamic() {
    return new Graph(
        "dynamic",
        List.of(new GraphInput("x", DataType.FLOAT32, List.of(-1, -1))),
        Map.of(),
        List.of(
            new Node("relu", Activation.RELU, List.of("x"), List.of("r")),
            new Node("add", new Binary(Binary.Kind.ADD), List.of("x", "r"), List.of("y"))),
        List.of("y"),
        Map.of());
  }

  @Test
  void arraysTensorsAndBuffersGiveTheSame() {
    Tensor x = new TestData(1).floats(INPUT);
    try (Model model = Model.of(block(), options());
        Session session = model.newSession()) {
      float[] fromArray = model.run(x.floats());
      assertArrayEquals(fromArray, model.run(x).floats());
      assertArrayEquals(fromArray, model.run(Map.of("x", x)).values().iterator().next().floats());
      FloatBuffer in = direct(x.size());
      FloatBuffer out = direct(fromArray.length);
      in.put(x.floats()).flip();
      session.run(in, out);
      float[] fromBuffer = new float[fromArray.length];
      out.get(fromBuffer);
      assertArrayEquals(fromArray, fromBuffer);
      assertEquals(List.of("x"), model.inputs().stream().map(GraphInput::name).toList());
      assertTrue(
          model.report().toString().contains("g8mb1ic8ih12iw12oc8"), model.report().toString());
    }
  }

  @Test
  void buffersAreUsedFromTheirPosition() {
    Tensor x = new TestData(1).floats(INPUT);
    try (Model model = Model.of(block(), options());
        Session session = model.newSession()) {
      float[] expected = model.run(x.floats());
      FloatBuffer in = direct(x.size() + 5);
      FloatBuffer out = direct(expected.length + 3);
      in.position(5).put(x.floats()).position(5);
      out.position(3);
      session.run(in, out);
      assertEquals(5, in.position());
      assertEquals(3, out.position());
      float[] actual = new float[expected.length];
      out.get(actual);
      assertArrayEquals(expected, actual);
    }
  }

  private static FloatBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  @Test
  void twoThreadsOnOneModelGiveTheSerialResult() throws Exception {
    for (ModelOptions options :
        List.of(options().threads(1), options().threads(1).maxSessions(1), options().threads(2))) {
      try (Model model = Model.of(block(), options)) {
        List<float[]> inputs = new ArrayList<>();
        List<float[]> expected = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
          inputs.add(new TestData(i).floats(INPUT).floats());
          expected.add(model.run(inputs.get(i)));
        }
        ExecutorService callers = Executors.newFixedThreadPool(2);
        try {
          List<Future<float[]>> results = new ArrayList<>();
          inputs.forEach(input -> results.add(callers.submit(() -> model.run(input))));
          for (int i = 0; i < results.size(); i++) {
            assertArrayEquals(expected.get(i), results.get(i).get(), "input " + i);
          }
        } finally {
          callers.shutdown();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 20_000, Long.MAX_VALUE})
  void everyShapeOfADynamicInputIsCompiled(long cacheBytes) {
    try (Model model = Model.of(dynamic(), options().cacheBytes(cacheBytes))) {
      for (int round = 0; round < 2; round++) {
        for (int i = 1; i <= 16; i++) {
          Tensor x = new TestData(i).floats(Shape.of(i, 3));
          Tensor y = model.run(x);
          assertEquals(x.shape(), y.shape());
          assertEquals(x.floats()[0] + Math.max(0, x.floats()[0]), y.floats()[0], 1e-6);
        }
      }
      Session kept = model.newSession(Map.of("x", Shape.of(2, 2)));
      for (int i = 1; i <= 16; i++) {
        model.run(new TestData(i).floats(Shape.of(i, 5)));
      }
      FloatBuffer out = FloatBuffer.allocate(4);
      kept.run(FloatBuffer.wrap(new float[] {1, -1, 2, -2}), out);
      assertArrayEquals(new float[] {2, -1, 4, -2}, out.array());
      kept.close();
    }
  }

  /** Reshape(x, target): what the target holds decides the shape of y. */
  private static Graph reshaping() {
    return new Graph(
        "reshaping",
        List.of(
            GraphInput.of("x", DataType.FLOAT32, Shape.of(6)),
            new GraphInput("target", DataType.INT64, List.of(GraphInput.UNKNOWN))),
        Map.of(),
        List.of(
            new Node("r", new Reshape(false), List.of("x", "target"), List.of("y")),
            new Node("a", Activation.RELU, List.of("y"), List.of("z"))),
        List.of("z"),
        Map.of());
  }

  @Test
  void valuesThatDecideShapesAreCompiledFor() {
    Tensor x = new TestData(5).floats(Shape.of(6));
    try (Model model = Model.of(reshaping(), options())) {
      for (Tensor target :
          List.of(Tensor.vector(2, 3), Tensor.vector(3, -1), Tensor.vector(1, 2, 3))) {
        Map<String, Tensor> inputs = Map.of("x", x, "target", target);
        Tensor y = model.run(inputs).get("z");
        assertEquals(target.size(), y.shape().rank());
        assertEquals(target.toLongs()[0], y.shape().dim(0));
        assertEquals(Math.max(0, x.floats()[5]), y.floats()[5]);
        try (Session session = model.newSessionLike(inputs)) {
          FloatBuffer out = FloatBuffer.allocate(6);
          session.run(FloatBuffer.wrap(x.floats()), out);
          assertArrayEquals(y.floats(), out.array());
        }
        assertEquals(options().backend(), model.reportLike(inputs).backend());
      }
      assertMessage(
          "shapes depend on the values of [target]: give tensors for the inputs, not their shapes"
              + " alone",
          () -> model.newSession(Map.of("target", Shape.of(2))));
      assertMessage(
          "the values of input 'target' [5000] decide shapes, and the network is compiled for each"
              + " set of them; an input that does so has at most 4096 elements",
          () -> model.run(Map.of("x", x, "target", Tensor.vector(new long[5000]))));
    }
  }

  /** A convolution and a batch normalisation over images of any size. */
  private static Graph normalised() {
    TestData data = new TestData(9);
    Shape channels = Shape.of(6);
    return new Graph(
        "normalised",
        List.of(new GraphInput("x", DataType.FLOAT32, List.of(1, 4, -1, -1))),
        Map.of(
            "w", data.floats(Shape.of(6, 4, 3, 3)),
            "scale", data.floats(channels),
            "shift", data.floats(channels),
            "mean", data.floats(channels),
            "variance", data.floats(channels, 0.5f, 2)),
        List.of(
            new Node(
                "c",
                new Conv(Window.of(3, 3), 1, Activation.NONE),
                List.of("x", "w"),
                List.of("y")),
            new Node(
                "n",
                new BatchNorm(1e-5f),
                List.of("y", "scale", "shift", "mean", "variance"),
                List.of("z"))),
        List.of("z"),
        Map.of());
  }

  @Test
  void shapesShareWhatWasFoldedIntoWeights() {
    try (Model model = Model.of(normalised(), options())) {
      Map<String, Tensor> small = model.graph(Map.of("x", Shape.of(1, 4, 8, 8))).constants();
      Map<String, Tensor> large = model.graph(Map.of("x", Shape.of(1, 4, 30, 17))).constants();
      assertEquals(2, small.size());
      assertEquals(small.keySet(), large.keySet());
      small.forEach((name, tensor) -> assertSame(tensor, large.get(name), name));
    }
  }

  @Test
  void wrongInputsAreNamed() {
    try (Model model = Model.of(block(), options());
        Session session = model.newSession()) {
      assertMessage(
          "input 'x' expects f32 [1, 8, 12, 12], not f32 [1, 8, 12, 13]",
          () -> model.run(Tensor.zeros(DataType.FLOAT32, Shape.of(1, 8, 12, 13))));
      assertMessage(
          "input 'x' expects f32 [1, 8, 12, 12], not i64 [1]", () -> model.run(Tensor.vector(1)));
      assertMessage(
          "input 'x' [1, 8, 12, 12] has 1152 elements, not 7", () -> model.run(new float[7]));
      assertMessage(
          "graph 'block' has no input 'z', it has [x]",
          () ->
              model.run(Map.of("x", Tensor.zeros(DataType.FLOAT32, INPUT), "z", Tensor.vector(1))));
      assertMessage("input 'x' (f32 [1, 8, 12, 12]) is missing", () -> model.run(Map.of()));
      assertMessage(
          "output 0: f32 [1, 16, 12, 12] has 2304 elements, the buffer 7",
          () -> session.run(direct(1152), direct(7)));
      assertMessage(
          "input 0: f32 [1, 8, 12, 12] does not go into a HeapLongBuffer",
          () -> session.run(List.of(LongBuffer.allocate(1152)), List.of(direct(2304))));
      assertMessage(
          "output 0: the buffer is read-only",
          () -> session.run(direct(1152), direct(2304).asReadOnlyBuffer()));
    }
    try (Model model = Model.of(dynamic(), options())) {
      assertMessage("input 'x' [?, ?] has unknown sizes: give its shape", model::report);
      assertMessage(
          "input 'x' expects f32 [?, ?], not f32 [3]",
          () -> model.run(Tensor.zeros(DataType.FLOAT32, Shape.of(3))));
    }
  }

  private static void assertMessage(String expected, Executable call) {
    assertEquals(expected, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void aClosedModelRefusesAndItsSessionsGoOn() {
    Model model = Model.of(block(), options());
    float[] x = new TestData(1).floats(INPUT).floats();
    float[] expected = model.run(x);
    Session session = model.newSession();
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> model.run(x));
    assertThrows(IllegalStateException.class, model::newSession);
    FloatBuffer out = FloatBuffer.allocate(expected.length);
    session.run(FloatBuffer.wrap(x), out);
    assertArrayEquals(expected, out.array());
    session.close();
    session.close();
    assertThrows(IllegalStateException.class, () -> session.run(FloatBuffer.wrap(x), out));
  }

  @Test
  void closingWaitsForARunInFlight() throws Exception {
    float[] x = new TestData(1).floats(INPUT).floats();
    WatchedBackend backend = watched();
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    backend.afterRun(
        outputs -> {
          running.countDown();
          Concurrency.await(go);
        });
    Model model = new Model(block(), backend, options().maxSessions(2));
    FutureTask<float[]> run = Concurrency.start(() -> model.run(x));
    Concurrency.await(running);
    Thread closer = Concurrency.thread(model::close);
    closer.start();
    Concurrency.awaitBlocked(closer);
    assertEquals(0, backend.closed());
    go.countDown();
    float[] result = Concurrency.get(run);
    closer.join();
    assertEquals(1, backend.closed());
    try (Model other = Model.of(block(), options())) {
      assertArrayEquals(other.run(x), result);
    }
  }

  /** With a single session, so that the compile may hold neither a lock nor the permit. */
  @Test
  void runsAtAKnownShapeDoNotWaitForACompile() throws Exception {
    Shape known = Shape.of(2, 3);
    WatchedBackend backend = watched();
    CountDownLatch compiling = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (Model model = new Model(dynamic(), backend, options().maxSessions(1))) {
      Tensor x = new TestData(1).floats(known);
      float[] expected = model.run(x).floats();
      backend.beforeCompile(
          graph -> {
            compiling.countDown();
            Concurrency.await(go);
          });
      FutureTask<Tensor> other =
          Concurrency.start(() -> model.run(new TestData(2).floats(Shape.of(5, 3))));
      Concurrency.await(compiling);
      try {
        assertArrayEquals(
            expected, Concurrency.get(Concurrency.start(() -> model.run(x).floats())));
        Concurrency.get(
            Concurrency.start(
                () -> {
                  model.newSession(Map.of("x", known)).close();
                  return model.report(Map.of("x", known));
                }));
      } finally {
        go.countDown();
      }
      assertEquals(Shape.of(5, 3), Concurrency.get(other).shape());
      assertEquals(2, backend.compiled());
    }
    assertEquals(2, backend.closed());
  }

  @Test
  void aCompileThatFailsIsTriedAgain() {
    WatchedBackend backend = watched();
    try (Model model = new Model(dynamic(), backend, options())) {
      Tensor x = new TestData(1).floats(Shape.of(2, 3));
      IllegalStateException failure = new IllegalStateException("out of primitives");
      backend.beforeCompile(
          graph -> {
            throw failure;
          });
      assertSame(failure, assertThrows(IllegalStateException.class, () -> model.run(x)));
      backend.beforeCompile(graph -> {});
      assertEquals(x.shape(), model.run(x).shape());
    }
    assertEquals(1, backend.closed());
  }

  private WatchedBackend watched() {
    return new WatchedBackend(Backends.select(options().backend()));
  }

  @Test
  void aConvolutionWithoutOutputChannelsRunsAndIsReported() {
    GraphBuilder builder = new GraphBuilder("nothing");
    Value x = builder.input("x", Shape.of(1, 3, 8, 8));
    ConvLayer layer = ConvLayer.of(Tensor.zeros(DataType.FLOAT32, Shape.of(0, 3, 3, 3)));
    Graph graph = builder.output(builder.conv(x, layer)).build();
    try (Model model = Model.of(graph, options())) {
      assertEquals(
          Shape.of(1, 0, 6, 6), model.run(new TestData(1).floats(Shape.of(1, 3, 8, 8))).shape());
      assertEquals("[1, 0, 6, 6]", model.report().layers().get(0).problem());
    }
  }
}
