package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Lrn;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Softmax;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.NativeTest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which functions oneDNN computes, and what the report says of the others. */
@NativeTest
class FunctionLoweringsTest {
  private static final Shape SHAPE = Shape.of(1, 6, 5, 7);

  /** The steps of a graph of one operator on x and on constants. */
  private static List<LayerReport> layers(Op op, Tensor... constants) {
    GraphBuilder builder = new GraphBuilder("one");
    List<Value> operands = new ArrayList<>(List.of(builder.input("x", SHAPE)));
    for (Tensor constant : constants) {
      operands.add(builder.constant(constant));
    }
    Graph graph = builder.output(builder.apply(op, operands.toArray(Value[]::new))).build();
    try (CompiledGraph compiled = new OnednnBackend().compile(graph, CompileOptions.f32(1))) {
      return compiled.layers();
    }
  }

  private static void assertNative(Op op, Tensor... constants) {
    assertTrue(layers(op, constants).stream().allMatch(LayerReport::isNative), op.toString());
  }

  private static void assertJava(String reason, Op op, Tensor... constants) {
    List<LayerReport> layers = layers(op, constants);
    assertEquals(1, layers.size(), op.toString());
    assertEquals("java reference: " + reason, layers.get(0).implementation());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void activations(Kind kind) {
    Set<Kind> java =
        EnumSet.of(
            Kind.SIGN, Kind.FLOOR, Kind.CEIL, Kind.ERF, Kind.SOFTSIGN, Kind.THRESHOLDED_RELU);
    Activation op = new Activation(kind, 0.5f, 2);
    if (java.contains(kind)) {
      assertJava("oneDNN has no " + op, op);
    } else {
      assertNative(op);
    }
  }

  @Test
  void normalisationsAndReductions() {
    assertNative(new Softmax(1, false, true));
    assertNative(new Lrn(5, 1, 0.75f, 1));
    assertJava("oneDNN's window of 4 channels has one less", new Lrn(4, 1, 0.75f, 1));
    assertNative(new PRelu(), Tensor.zeros(DataType.FLOAT32, Shape.of(6, 1, 1)));
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      assertNative(new Reduce(kind, true, false), Tensor.vector(2, 3));
      assertNative(new Reduce(kind, false, false), Tensor.vector(2, 3));
    }
  }

  @Test
  void powers() {
    Binary pow = new Binary(Binary.Kind.POW);
    assertNative(pow, Tensor.scalar(2));
    assertNative(pow, Tensor.of(Shape.of(1), 2L));
    assertJava(
        "oneDNN has no power whose exponents are not one constant",
        pow,
        Tensor.zeros(DataType.FLOAT32, Shape.of(7)));
  }

  @Test
  void theMeanOfEachChannelIsAPool() {
    LayerReport pool = layers(new GlobalPool(Pool.Kind.AVERAGE)).get(0);
    LayerReport mean =
        layers(new Reduce(Reduce.Kind.MEAN, true, false), Tensor.vector(-1, -2)).get(0);
    assertEquals(pool.implementation(), mean.implementation());
    assertEquals(pool.layout(), mean.layout());
  }

  @Test
  void aConvolutionWithAFunctionThatKernelsHaveNotRunsInJava() {
    Conv conv = new Conv(Window.of(1, 1), 1, new Activation(Kind.ERF, 0, 0));
    assertJava(
        "oneDNN does not apply erf to a convolution's result",
        conv,
        Tensor.zeros(DataType.FLOAT32, Shape.of(2, 6, 1, 1)));
  }
}
