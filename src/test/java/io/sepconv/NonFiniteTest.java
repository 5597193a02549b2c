package io.sepconv;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.NativeTest;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What README.md says about NaN and infinity: the reference keeps them, oneDNN does not always. */
class NonFiniteTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final Activation HARD_SIGMOID = new Activation(Kind.HARD_SIGMOID, 0.2f, 0.5f);

  /** More than the lanes of a register, and a tail. */
  private static final Shape INPUT = Shape.of(1, 19, 6, 6);

  @Test
  void theReferenceKeepsNan() {
    for (Activation activation :
        new Activation[] {Activation.RELU, Activation.RELU6, HARD_SIGMOID}) {
      assertActivation("reference", activation, NAN, NAN);
    }
    assertPool("reference", NAN, NAN);
    assertPool("reference", -INFINITY, -INFINITY);
  }

  @Test
  @NativeTest
  void onednnDropsNanWhereItComparesAndInfinityWhereItPools() {
    assertActivation("onednn", Activation.RELU, NAN, 0);
    assertActivation("onednn", Activation.RELU6, NAN, 0);
    assertActivation("onednn", HARD_SIGMOID, NAN, 1);
    assertPool("onednn", NAN, -Float.MAX_VALUE);
    assertPool("onednn", -INFINITY, -Float.MAX_VALUE);
  }

  /** The tests run with the Vector API; plain loops keep all of them. */
  @Test
  void javaMakesNanABoundWhereItClampsFromZero() {
    float negative = Float.intBitsToFloat(Float.floatToRawIntBits(NAN) | Integer.MIN_VALUE);
    assertActivation("java", Activation.RELU, NAN, NAN);
    assertActivation("java", Activation.RELU, negative, 0);
    assertActivation("java", Activation.RELU6, NAN, 6);
    assertActivation("java", Activation.RELU6, negative, 0);
    assertActivation("java", HARD_SIGMOID, NAN, NAN);
    assertPool("java", NAN, NAN);
    assertPool("java", -INFINITY, -INFINITY);
  }

  @Test
  void aNanAmongNumbersCountsInJava() {
    assertEquals(NAN, maximum("reference", 1, NAN, 2, NAN));
    assertEquals(NAN, maximum("java", 1, NAN, 2, NAN));
  }

  @Test
  @NativeTest
  void aNanAmongNumbersIsIgnoredByOnednn() {
    assertEquals(2, maximum("onednn", 1, NAN, 2, NAN));
  }

  private static float maximum(String backend, float... window) {
    GraphBuilder builder = new GraphBuilder("window");
    Value x = builder.input("x", Shape.of(1, 1, 1, window.length));
    builder.output(builder.maxPool(x, Window.of(1, window.length)));
    try (Model model = Model.of(builder.build(), ModelOptions.defaults().backend(backend))) {
      return model.run(window)[0];
    }
  }

  @Test
  void infinityGoesThroughActivations() {
    infinityGoesThroughActivationsOn("reference");
    infinityGoesThroughActivationsOn("java");
  }

  @Test
  @NativeTest
  void infinityGoesThroughActivationsOnOnednn() {
    infinityGoesThroughActivationsOn("onednn");
  }

  private static void infinityGoesThroughActivationsOn(String backend) {
    assertActivation(backend, Activation.RELU, INFINITY, INFINITY);
    assertActivation(backend, Activation.RELU, -INFINITY, 0);
    assertActivation(backend, Activation.RELU6, INFINITY, 6);
    assertActivation(backend, HARD_SIGMOID, -INFINITY, 0);
  }

  /** Alone, and fused into a convolution. */
  private static void assertActivation(String backend, Activation activation, float x, float y) {
    assertEveryElement(backend, (builder, in) -> builder.activation(in, activation), x, y);
    float[] ones = new float[INPUT.dim(1)];
    Arrays.fill(ones, 1);
    ConvLayer layer = ConvLayer.of(Tensor.of(Shape.of(INPUT.dim(1), 1, 1, 1), ones));
    assertEveryElement(
        backend, (builder, in) -> builder.depthwise(in, layer.activation(activation)), x, y);
  }

  private static void assertPool(String backend, float x, float y) {
    assertEveryElement(backend, (builder, in) -> builder.maxPool(in, Window.of(2, 2)), x, y);
  }

  private static void assertEveryElement(
      String backend, BiFunction<GraphBuilder, Value, Value> layer, float x, float expected) {
    GraphBuilder builder = new GraphBuilder("layer");
    builder.output(layer.apply(builder, builder.input("x", INPUT)));
    float[] input = new float[(int) INPUT.size()];
    Arrays.fill(input, x);
    try (Model model = Model.of(builder.build(), ModelOptions.defaults().backend(backend))) {
      for (float y : model.run(input)) {
        assertEquals(expected, y, () -> x + " on " + model.report());
      }
    }
  }
}
