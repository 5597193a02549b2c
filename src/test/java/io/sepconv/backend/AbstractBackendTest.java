package io.sepconv.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.reference.Activations;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.ConvProblems;
import io.sepconv.testing.ExactConvolution;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OperatorCases;
import io.sepconv.testing.RandomGraphs;
import io.sepconv.testing.TestData;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend must do; a subclass per backend. */
abstract class AbstractBackendTest {
  abstract Backend backend();

  @TestFactory
  Stream<DynamicTest> convolutionsAreExactOnIntegers() {
    return ConvProblems.ALL.stream()
        .flatMap(
            problem ->
                Stream.of(1, 2)
                    .map(
                        threads ->
                            dynamicTest(
                                problem + " on " + threads + " thread(s)",
                                () -> isExact(ConvSpec.parse(problem), threads))));
  }

  private void isExact(ConvSpec spec, int threads) {
    TestData data = new TestData(spec.toString().hashCode());
    Tensor x = data.integers(spec.inputShape());
    Tensor weights = data.integers(spec.weightShape());
    for (Tensor bias : Arrays.asList(data.integers(Shape.of(spec.outChannels())), null)) {
      for (Activation activation : List.of(Activation.NONE, Activation.RELU6)) {
        GraphBuilder builder = new GraphBuilder("conv");
        Value y =
            builder.groupedConv(
                builder.input("x", spec.inputShape()),
                spec.groups(),
                new ConvLayer(weights, spec.window(), bias, activation));
        Tensor actual = run(builder.output(y).build(), threads, true, x).get(0);
        Tensor expected = ExactConvolution.of(spec, x, weights, bias);
        for (int i = 0; i < expected.size(); i++) {
          expected.floats()[i] = (float) Activations.apply(activation, expected.floats()[i]);
        }
        Agreement agreement = Agreement.of(expected, actual);
        String form = (bias == null ? ", no bias, " : ", bias, ") + activation;
        assertTrue(agreement.within(0), spec + form + ": " + agreement.describe());
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> operatorsAgreeWithTheReference() {
    return OperatorCases.all().stream()
        .flatMap(
            c ->
                Stream.of(1, 2)
                    .map(
                        threads ->
                            dynamicTest(
                                c.name() + " on " + threads + " thread(s)",
                                () -> agrees(c, threads))));
  }

  private void agrees(OperatorCases.Case c, int threads) {
    List<Tensor> expected = GraphRunner.run(c.graph(), c.inputs());
    for (boolean direct : new boolean[] {false, true}) {
      List<Tensor> actual = run(c.graph(), threads, direct, c.inputs());
      for (int i = 0; i < expected.size(); i++) {
        Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
        String form = c.name() + (direct ? ", direct input" : "") + ", output " + i;
        assertTrue(agreement.within(Agreement.F32), form + ": " + agreement.describe());
      }
    }
  }

  /** Both have an empty name. */
  @Test
  void aResultThatNobodyWantsIsNoAbsentOperand() {
    Split halves = new Split(1, 2, false);
    Graph graph =
        new Graph(
            "quarter",
            List.of(GraphInput.of("x", DataType.FLOAT32, Shape.of(2, 4))),
            Map.of(),
            List.of(
                new Node("halves", halves, List.of("x"), List.of("", "half")),
                new Node("quarters", halves, List.of("half", ""), List.of("", "quarter"))),
            List.of("quarter"),
            Map.of());
    Tensor x = Tensor.of(Shape.of(2, 4), 0f, 1, 2, 3, 4, 5, 6, 7);
    assertEquals(List.of(Tensor.of(Shape.of(2, 1), 3f, 7f)), run(graph, 1, true, x));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void randomGraphsAgreeWithTheReference(boolean exact) {
    for (long seed = 1000; seed < 1060; seed++) {
      OperatorCases.Case c = RandomGraphs.of(seed, exact);
      List<Tensor> expected = GraphRunner.run(c.graph(), c.inputs());
      List<Tensor> actual = run(c.graph(), 1, true, c.inputs());
      for (int i = 0; i < expected.size(); i++) {
        Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
        assertTrue(
            agreement.within(exact ? 0 : Agreement.F32),
            c.graph().name() + " output " + i + ": " + agreement.describe());
      }
    }
  }

  @Test
  void outputsMayBeReadAgainAndSessionsReused() {
    GraphBuilder builder = new GraphBuilder("twice");
    Value x = builder.input("x", Shape.of(1, 4, 6, 6));
    Value y = builder.activation(x, Activation.RELU);
    Value z = builder.add(y, builder.activation(y, Activation.SIGMOID));
    Graph graph = GraphOptimizer.optimize(builder.output(y).output(z).output(x).build());
    try (CompiledGraph compiled = backend().compile(graph, CompileOptions.f32(1));
        BackendSession session = compiled.newSession()) {
      for (int seed = 0; seed < 3; seed++) {
        Tensor in = new TestData(seed).floats(Shape.of(1, 4, 6, 6));
        List<Tensor> expected = GraphRunner.run(graph, in);
        List<FloatBuffer> out =
            expected.stream().map(tensor -> FloatBuffer.allocate(tensor.size())).toList();
        session.run(List.of(FloatBuffer.wrap(in.floats())), out);
        for (int i = 0; i < 3; i++) {
          Tensor actual = Tensor.of(in.shape(), out.get(i).array());
          Agreement agreement = Agreement.of(expected.get(i), actual);
          assertTrue(agreement.within(Agreement.F32), agreement.describe());
        }
      }
    }
  }

  @Test
  void closedSessionsRefuseToRun() {
    Graph graph = relu(Shape.of(4));
    List<FloatBuffer> in = List.of(FloatBuffer.allocate(4));
    List<FloatBuffer> out = List.of(FloatBuffer.allocate(4));
    CompiledGraph compiled = backend().compile(graph, CompileOptions.f32(1));
    BackendSession session = compiled.newSession();
    compiled.close();
    compiled.close();
    session.run(in, out);
    session.close();
    session.close();
    assertThrows(IllegalStateException.class, () -> session.run(in, out));
  }

  @Test
  void buffersThatDoNotFitAreRefused() {
    Graph graph = relu(Shape.of(4));
    FloatBuffer four = FloatBuffer.allocate(4);
    FloatBuffer three = FloatBuffer.allocate(3);
    FloatBuffer out = FloatBuffer.allocate(4);
    try (CompiledGraph compiled = backend().compile(graph, CompileOptions.f32(1));
        BackendSession session = compiled.newSession()) {
      refuses("1 inputs [f32 [4]] wanted, not 0", session, List.of(), List.of(out));
      refuses("1 outputs [f32 [4]] wanted, not 2", session, List.of(four), List.of(out, three));
      refuses(
          "input 0: f32 [4] has 4 elements, the buffer 3", session, List.of(three), List.of(out));
      refuses(
          "output 0: f32 [4] does not go into a HeapIntBuffer",
          session,
          List.of(four),
          List.of(IntBuffer.allocate(4)));
      refuses(
          "output 0: the buffer is read-only",
          session,
          List.of(four),
          List.of(out.asReadOnlyBuffer()));
      refuses("output 0 is also input 0", session, List.of(four), List.of(four));
      refuses(
          "input 0: the buffer for f32 [4] is missing",
          session,
          Arrays.asList((Buffer) null),
          List.of(out));
      refusesPair("input 0: f32 [4] has 4 elements, the buffer 3", session, three, out);
      refusesPair("output 0: the buffer is read-only", session, four, out.asReadOnlyBuffer());
      refusesPair("output 0 is also input 0", session, four, four);
      refusesPair("output 0: the buffer for f32 [4] is missing", session, four, null);
      assertThrows(
          IllegalArgumentException.class, () -> session.profile(List.of(three), List.of(out)));
    }
  }

  @Test
  void oneBufferForTwoOutputsIsRefused() {
    GraphBuilder builder = new GraphBuilder("two");
    Value x = builder.input("x", Shape.of(4));
    Value y = builder.activation(x, Activation.RELU);
    Graph graph = builder.output(y).output(builder.activation(x, Activation.SIGMOID)).build();
    FloatBuffer out = FloatBuffer.allocate(4);
    try (CompiledGraph compiled = backend().compile(graph, CompileOptions.f32(1));
        BackendSession session = compiled.newSession()) {
      refuses(
          "output 1 is also output 0",
          session,
          List.of(FloatBuffer.allocate(4)),
          List.of(out, out));
    }
  }

  private static void refusesPair(String reason, BackendSession session, Buffer in, Buffer out) {
    assertEquals(
        reason,
        assertThrows(IllegalArgumentException.class, () -> session.run(in, out)).getMessage());
  }

  private static void refuses(
      String reason,
      BackendSession session,
      List<? extends Buffer> in,
      List<? extends Buffer> out) {
    assertEquals(
        reason,
        assertThrows(IllegalArgumentException.class, () -> session.run(in, out)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aProfileTimesEveryLayerAndComputesTheSame(int threads) {
    // Tile has no primitive: a Java step between native ones.
    TestData data = new TestData(7);
    GraphBuilder builder = new GraphBuilder("profiled");
    Value x = builder.input("x", Shape.of(1, 4, 6, 6));
    Value y = builder.conv(x, ConvLayer.of(data.floats(Shape.of(8, 4, 3, 3))));
    y = builder.apply(new Tile(), y, builder.constant(Tensor.of(Shape.of(4), 1L, 1L, 2L, 1L)));
    y = builder.conv(y, ConvLayer.of(data.floats(Shape.of(3, 8, 1, 1))));
    Graph graph = GraphOptimizer.optimize(builder.output(y).build());
    Tensor in = data.floats(Shape.of(1, 4, 6, 6));
    FloatBuffer ran = FloatBuffer.allocate(3 * 8 * 4);
    FloatBuffer profiled = FloatBuffer.allocate(3 * 8 * 4);
    try (CompiledGraph compiled = backend().compile(graph, CompileOptions.f32(threads));
        BackendSession session = compiled.newSession()) {
      session.run(FloatBuffer.wrap(in.floats()), ran);
      long[] nanos = session.profile(List.of(FloatBuffer.wrap(in.floats())), List.of(profiled));
      assertEquals(compiled.layers().size(), nanos.length);
      for (int i = 0; i < nanos.length; i++) {
        assertTrue(nanos[i] > 0, compiled.layers().get(i) + " took " + nanos[i]);
      }
      assertEquals(ran, profiled);
      session.close();
      assertThrows(
          IllegalStateException.class,
          () -> session.profile(List.of(FloatBuffer.wrap(in.floats())), List.of(profiled)));
    }
  }

  static Graph relu(Shape shape) {
    GraphBuilder builder = new GraphBuilder("relu");
    Value y = builder.activation(builder.input("x", shape), Activation.RELU);
    return builder.output(y).build();
  }

  /** Runs an optimised graph on guarded direct outputs; f32 inputs are direct where asked for. */
  List<Tensor> run(Graph graph, int threads, boolean direct, Tensor... inputs) {
    return BackendRunner.run(backend(), CompileOptions.f32(threads), graph, direct, inputs);
  }
}
