package io.sepconv.separable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.Backends;
import io.sepconv.backend.Backend;
import io.sepconv.backend.CompileOptions;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LayerFactorizationTest {
  private static final int LAYERS = 40;

  /** A layer, its groups, and what it reads. */
  private record Case(ConvLayer layer, int groups, Shape input) {
    /** One of any strides, dilations, pads, groups and kernels, with or without bias. */
    static Case of(long seed) {
      TestData data = new TestData(seed);
      int groups = data.oneOf(1, 1, 2, 3);
      int in = data.between(1, 5);
      int out = groups * data.between(1, 5);
      int high = data.oneOf(1, 2, 3, 3, 5);
      int wide = data.oneOf(1, 2, 3, 3, 5);
      ConvLayer layer =
          ConvLayer.of(data.floats(Shape.of(out, in, high, wide)))
              .stride(data.between(1, 3), data.between(1, 3))
              .dilation(data.between(1, 2), data.between(1, 2));
      if (data.coin()) {
        layer =
            layer.pads(
                List.of(data.between(0, 2), data.between(0, 2)),
                List.of(data.between(0, 2), data.between(0, 2)));
      } else if (data.coin()) {
        layer = layer.same();
      }
      layer = data.coin() ? layer.bias(data.floats(Shape.of(out))) : layer;
      layer = data.coin() ? layer.activation(Activation.RELU6) : layer;
      Shape input =
          Shape.of(data.between(1, 2), groups * in, data.between(9, 14), data.between(9, 14));
      return new Case(layer, groups, input);
    }

    Graph direct() {
      GraphBuilder builder = new GraphBuilder("direct");
      Value x = builder.input("x", input);
      return builder.output(builder.groupedConv(x, groups, layer)).build();
    }

    Graph separable(SeparableLayer split) {
      GraphBuilder builder = new GraphBuilder("separable");
      Value x = builder.input("x", input);
      return builder.output(split.addTo(builder, x)).build();
    }
  }

  static Stream<Arguments> cases() {
    return LongStream.rangeClosed(1, LAYERS)
        .boxed()
        .flatMap(seed -> Stream.of(SeparableForm.values()).map(form -> Arguments.of(seed, form)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allTermsAreTheLayer(long seed, SeparableForm form) {
    equal(seed, form, "reference");
    equal(seed, form, "java");
  }

  @NativeTest
  @ParameterizedTest
  @MethodSource("cases")
  void allTermsAreTheLayerOnOnednn(long seed, SeparableForm form) {
    equal(seed, form, "onednn");
  }

  private static void equal(long seed, SeparableForm form, String backend) {
    Case some = Case.of(seed);
    LayerFactorization parts = LayerFactorization.of(form, some.layer, some.groups);
    Graph graph = some.separable(parts.layer(parts.most()));
    Tensor input = new TestData(-seed).floats(some.input);
    Tensor expected = GraphRunner.run(some.direct(), input).get(0);
    Backend chosen = Backends.select(backend);
    Tensor actual = BackendRunner.run(chosen, CompileOptions.f32(1), graph, true, input).get(0);
    Agreement agreement = Agreement.of(expected, actual);
    assertTrue(
        agreement.within(Agreement.F32),
        () -> form + " of layer " + seed + " on " + backend + ": " + agreement.describe());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void errorsAreThoseOfTheWeights(long seed, SeparableForm form) {
    Case some = Case.of(seed);
    LayerFactorization parts = LayerFactorization.of(form, some.layer, some.groups);
    double before = 1;
    for (int terms = 1; terms <= parts.most(); terms++) {
      SeparableLayer split = parts.layer(terms);
      double error = distance(some.layer.weights().floats(), weights(some, split));
      assertEquals(error, parts.error(terms), 2e-6, terms + " terms");
      assertEquals(parts.error(terms), split.error());
      assertTrue(parts.error(terms) <= before, "more with " + terms + " terms");
      before = parts.error(terms);
    }
    assertEquals(0, before);
  }

  /** The weights {@code [O, I/g, kH, kW]} that two convolutions amount to. */
  private static float[] weights(Case some, SeparableLayer split) {
    Shape shape = some.layer.weights().shape();
    Shape a = split.first().weights().shape();
    Shape b = split.second().weights().shape();
    float[] first = split.first().weights().floats();
    float[] second = split.second().weights().floats();
    double[] sums = new double[Math.toIntExact(shape.size())];
    int inOfFirst = a.dim(1);
    int outOfFirst = a.dim(0) / split.firstGroups();
    int inOfSecond = b.dim(1);
    int outOfSecond = b.dim(0) / split.secondGroups();
    int outOfLayer = shape.dim(0) / some.groups;
    for (int out = 0; out < b.dim(0); out++) {
      for (int m = 0; m < inOfSecond; m++) {
        int middle = out / outOfSecond * inOfSecond + m;
        for (int i = 0; i < inOfFirst; i++) {
          int in = middle / outOfFirst * inOfFirst + i - out / outOfLayer * shape.dim(1);
          for (int y = 0; y < shape.dim(2); y++) {
            for (int x = 0; x < shape.dim(3); x++) {
              int tapA = (a.dim(2) > 1 ? y : 0) * a.dim(3) + (a.dim(3) > 1 ? x : 0);
              int tapB = (b.dim(2) > 1 ? y : 0) * b.dim(3) + (b.dim(3) > 1 ? x : 0);
              int at = ((out * shape.dim(1) + in) * shape.dim(2) + y) * shape.dim(3) + x;
              sums[at] +=
                  (double) first[(middle * inOfFirst + i) * a.dim(2) * a.dim(3) + tapA]
                      * second[(out * inOfSecond + m) * b.dim(2) * b.dim(3) + tapB];
            }
          }
        }
      }
    }
    float[] floats = new float[sums.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) sums[i];
    }
    return floats;
  }

  private static double distance(float[] expected, float[] actual) {
    double squares = 0;
    double all = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += Math.pow((double) expected[i] - actual[i], 2);
      all += Math.pow(expected[i], 2);
    }
    return Math.sqrt(squares / all);
  }

  /** Of a layer made of two depthwise-separable pairs, two are found. */
  @ParameterizedTest
  @EnumSource
  void findsTheTermsThatALayerWasMadeOf(SeparableForm form) {
    TestData data = new TestData(9);
    Shape shape = Shape.of(8, 6, 3, 3);
    LayerFactorization random = LayerFactorization.of(form, ConvLayer.of(data.floats(shape)), 1);
    float[] two = weights(new Case(ConvLayer.of(data.floats(shape)), 1, null), random.layer(2));
    LayerFactorization made = LayerFactorization.of(form, ConvLayer.of(Tensor.of(shape, two)), 1);
    assertEquals(2, made.termsFor(1e-5));
    assertTrue(made.error(1) > 0.1);
    assertEquals(made.most(), made.termsFor(0));
  }

  /** The numbers of terms that the papers give. */
  @Test
  void isExactAtTheRankOfItsMatrices() {
    ConvLayer layer = ConvLayer.of(new TestData(1).floats(Shape.of(4, 20, 3, 5)));
    assertEquals(20, most(SeparableForm.SPATIAL, layer));
    assertEquals(4, most(SeparableForm.DEPTHWISE_FIRST, layer));
    assertEquals(15, most(SeparableForm.POINTWISE_FIRST, layer));
  }

  private static int most(SeparableForm form, ConvLayer layer) {
    return LayerFactorization.of(form, layer, 1).most();
  }

  /** As the problems say it, and as the graph counts it. */
  @ParameterizedTest
  @EnumSource
  void problemsAreThoseOfTheOperators(SeparableForm form) {
    Case some = Case.of(7);
    SeparableLayer split = LayerFactorization.of(form, some.layer, some.groups).layer(1);
    Graph graph = some.separable(split);
    List<Integer> sizes = List.of(some.input.dim(2), some.input.dim(3));
    FormCost cost = new FormCost(split.problems(some.input.dim(0), sizes));
    assertEquals(io.sepconv.graph.Cost.of(graph).macs(), cost.macs());
    Tensor output = GraphRunner.run(graph, new TestData(1).floats(some.input)).get(0);
    assertEquals(output.shape(), cost.problems().get(1).outputShape());
  }

  @Test
  void refusesWhatItCannotFactorise() {
    Tensor weights = new TestData(1).floats(Shape.of(4, 2, 3));
    assertRefused(
        "only layers with weights [O, I/g, kH, kW] are factorised, not [4, 2, 3]",
        ConvLayer.of(weights),
        1);
    ConvLayer square = ConvLayer.of(new TestData(1).floats(Shape.of(4, 2, 3, 3)));
    assertRefused(
        "groups 3 must divide the output channels of the weights [4, 2, 3, 3]", square, 3);
    float[] broken = square.weights().floats().clone();
    broken[10] = Float.NEGATIVE_INFINITY;
    assertRefused(
        "weights [4, 2, 3, 3] has -Infinity at [0, 1, 0, 1]: only finite numbers can be decomposed",
        ConvLayer.of(Tensor.of(Shape.of(4, 2, 3, 3), broken)),
        1);
    LayerFactorization parts = LayerFactorization.of(SeparableForm.DEPTHWISE_FIRST, square, 1);
    assertEquals(
        "weights [4, 2, 3, 3] have 1 to 4 terms as depthwise, then 1x1, not 5",
        assertThrows(IllegalArgumentException.class, () -> parts.layer(5)).getMessage());
  }

  private static void assertRefused(String message, ConvLayer layer, int groups) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> LayerFactorization.of(SeparableForm.SPATIAL, layer, groups))
            .getMessage());
  }
}
