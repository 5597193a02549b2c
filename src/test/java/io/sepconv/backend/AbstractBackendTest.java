package io.sepconv.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Tile;
import io.sepconv.reference.Activations;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend must do; a subclass per backend. */
abstract class AbstractBackendTest {
  /** Direct, grouped, depthwise, 1x1; strides, dilations, lopsided pads; 1-D to 3-D; odd sizes. */
  static final List<String> PROBLEMS =
      List.of(
          "mb1ic3ih27iw37oc19oh14ow19kh3kw3sh2sw2ph1pw1n\"direct, stride 2, odd sizes\"",
          "mb2ic23ih13oc19kh3ph1n\"direct, 23 to 19 channels\"",
          "mb1ic5ih9oc7kh5ph2n\"direct 5x5\"",
          "mb1ic16ih12oc16oh12kh2ph0n\"direct, even kernel, padding behind only\"",
          "mb1ic4ih84oc16oh20kh8sh4ph0n\"direct, last rows not read\"",
          "mb1ic8ih11oc8kh3dh1ph2n\"direct, dilated\"",
          "mb1ic3ih10iw12oc6kh1kw3ph0pw1n\"direct 1x3\"",
          "mb2g4ic20ih5oc20oh5kh3ph1n\"grouped\"",
          "mb1g2ic6ih9oc10kh3sh2ph1n\"grouped, stride 2\"",
          "mb1g3ic9ih10oc6kh3dh2ph3n\"grouped, dilated\"",
          "mb1g32ic32ih14oc32kh3ph1n\"depthwise\"",
          "mb2g19ic19ih9iw7oc19kh3kw3ph1pw1n\"depthwise, 19 channels\"",
          "mb1g24ic24ih13oc24oh7kh3sh2ph1n\"depthwise, stride 2\"",
          "mb1g28ic28ih64oc28oh32kh3sh2ph0n\"depthwise, padded behind only\"",
          "mb1g16ic16ih12oc16kh5ph2n\"depthwise 5x5\"",
          "mb1g8ic8ih12iw24oc8oh6ow24kh5kw5sh2sw1ph2pw2n\"depthwise, strides 2 and 1\"",
          "mb1g12ic12ih9oc24kh3ph1n\"depthwise, multiplier 2\"",
          "mb1g10ic10ih12oc10kh3dh1ph2n\"depthwise, dilated\"",
          "mb1ic32ih14oc64kh1n\"1x1\"",
          "mb3ic23ih5iw7oc19kh1kw1n\"1x1, odd\"",
          "mb1ic40ih7oc10oh4kh1sh2n\"1x1, stride 2\"",
          "mb1ic17ih1oc33kh1n\"1x1 on one position\"",
          "mb1ic1ih4iw4oc5oh7ow1kh4kw4sh1sw3ph3pw1n\"one channel, one column, stride 2\"",
          "mb2ic1id4ih3iw4oc6od5oh4ow1kd4kh3kw4sw3pd3ph2pw0n\"the same in 3-D\"",
          "mb2ic6iw31oc9kw3pw1n\"1-D direct\"",
          "mb1g8ic8iw20oc8kw5pw2n\"1-D depthwise\"",
          "mb1ic5iw11oc4kw1n\"1-D 1x1\"",
          "mb1ic4id6ih7iw8oc6kd3kh3kw3pd1ph1pw1n\"3-D direct\"",
          "mb1g6ic6id5oc6kd3pd1n\"3-D depthwise\"",
          "mb1ic7id3ih4iw5oc5kd1kh1kw1n\"3-D 1x1\"",
          "mb1ic16iw6oc16ow3kw1sw3pw0n\"1-D, last window behind the input\"",
          "mb1ic16ih1iw6oc16oh1ow3kh1kw1sh1sw3ph0pw0n\"2-D, last window behind the input\"",
          "mb1ic2iw8oc10ow3kw1sw4pw0n\"1-D, stride 4, last window behind the input\"",
          "mb1ic1iw1oc1ow4kw1pw0n\"1-D, one channel, windows behind the input\"",
          "mb1ic16ih8iw1oc16oh4ow2kh1kw1sh4sw2ph5pw1n\"windows before and behind the input\"",
          "mb1ic4ih5iw1oc2oh3ow2kh4kw1sh3sw2ph2pw1n\"no window on the input's one column\"");

  abstract Backend backend();

  @TestFactory
  Stream<DynamicTest> convolutionsAreExactOnIntegers() {
    return PROBLEMS.stream()
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
