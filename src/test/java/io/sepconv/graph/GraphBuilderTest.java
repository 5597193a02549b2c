package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every block is the composition of its layers, evaluated one by one without a graph. */
class GraphBuilderTest {

  /** How the layer of a block that has a window slides. */
  enum Slide {
    PLAIN(layer -> layer),
    STRIDED(layer -> layer.stride(2)),
    PADDED(layer -> layer.pad(1)),
    UNEVENLY_PADDED(layer -> layer.pads(List.of(0, 1), List.of(2, 0))),
    SAME(ConvLayer::same),
    SAME_STRIDED(layer -> layer.same().stride(2)),
    DILATED(layer -> layer.dilation(2)),
    ALL(layer -> layer.stride(1, 2).dilation(2, 1).pad(2, 1));

    private final UnaryOperator<ConvLayer> set;

    Slide(UnaryOperator<ConvLayer> set) {
      this.set = set;
    }

    ConvLayer of(Tensor weights) {
      return set.apply(ConvLayer.of(weights));
    }
  }

  private final TestData data = new TestData(21);

  private Tensor random(int... dims) {
    return data.integers(Shape.of(dims));
  }

  private static Tensor run(Tensor x, BiFunction<GraphBuilder, Value, Value> body) {
    GraphBuilder builder = new GraphBuilder("block");
    Graph graph = builder.output(body.apply(builder, builder.input("x", x.shape()))).build();
    return GraphRunner.run(graph, x).get(0);
  }

  /** One layer on its own. */
  private static Tensor apply(Tensor x, int groups, ConvLayer layer) {
    int[] spatial = Arrays.stream(x.shape().dims()).skip(2).toArray();
    Conv op = new Conv(layer.window().resolve(spatial), groups, layer.activation());
    return Evaluators.evaluate(op, Arrays.asList(x, layer.weights(), layer.bias())).get(0);
  }

  @ParameterizedTest
  @EnumSource(Slide.class)
  void convolutions(Slide slide) {
    Tensor x = random(2, 6, 9, 8);
    ConvLayer direct = slide.of(random(5, 6, 3, 3)).bias(random(5)).activation(Activation.RELU);
    assertEquals(apply(x, 1, direct), run(x, (b, v) -> b.conv(v, direct)));
    ConvLayer grouped = slide.of(random(9, 2, 3, 3)).activation(Activation.RELU6);
    assertEquals(apply(x, 3, grouped), run(x, (b, v) -> b.groupedConv(v, 3, grouped)));
    ConvLayer depthwise = slide.of(random(12, 1, 3, 3)).bias(random(12));
    assertEquals(apply(x, 6, depthwise), run(x, (b, v) -> b.depthwise(v, depthwise)));
    ConvLayer pointwise = slide.of(random(4, 6, 1, 1));
    assertEquals(apply(x, 1, pointwise), run(x, (b, v) -> b.pointwise(v, pointwise)));
  }

  @ParameterizedTest
  @EnumSource(Slide.class)
  void depthwiseSeparable(Slide slide) {
    Tensor x = random(2, 4, 9, 8);
    ConvLayer depthwise = slide.of(random(4, 1, 3, 3)).bias(random(4)).activation(Activation.RELU);
    ConvLayer pointwise =
        ConvLayer.of(random(7, 4, 1, 1)).bias(random(7)).activation(Activation.HARD_SWISH);
    assertEquals(
        apply(apply(x, 4, depthwise), 1, pointwise),
        run(x, (b, v) -> b.depthwiseSeparable(v, depthwise, pointwise)));
  }

  /** Without an activation between them the two layers are one direct layer. */
  @ParameterizedTest
  @EnumSource(Slide.class)
  void depthwiseSeparableIsADirectLayerOfProductWeights(Slide slide) {
    Tensor x = random(1, 3, 9, 8);
    Tensor depthwise = random(3, 1, 3, 3);
    Tensor pointwise = random(5, 3, 1, 1);
    float[] direct = new float[5 * 3 * 9];
    for (int o = 0; o < 5; o++) {
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 9; k++) {
          direct[(o * 3 + c) * 9 + k] =
              pointwise.floats()[o * 3 + c] * depthwise.floats()[c * 9 + k];
        }
      }
    }
    ConvLayer layer = slide.of(Tensor.of(Shape.of(5, 3, 3, 3), direct));
    assertEquals(
        run(x, (b, v) -> b.conv(v, layer)),
        run(x, (b, v) -> b.depthwiseSeparable(v, slide.of(depthwise), ConvLayer.of(pointwise))));
  }

  @ParameterizedTest
  @EnumSource(Slide.class)
  void invertedResidual(Slide slide) {
    Tensor x = random(2, 3, 9, 8);
    ConvLayer expand =
        ConvLayer.of(random(12, 3, 1, 1)).bias(random(12)).activation(Activation.RELU6);
    ConvLayer depthwise =
        slide.of(random(12, 1, 3, 3)).bias(random(12)).activation(Activation.RELU6);
    ConvLayer project = ConvLayer.of(random(3, 12, 1, 1)).bias(random(3));
    Tensor last = apply(apply(apply(x, 1, expand), 12, depthwise), 1, project);
    boolean residual = slide == Slide.PADDED || slide == Slide.SAME;
    assertEquals(residual, last.shape().equals(x.shape()));
    assertEquals(
        residual ? sum(x, last) : last,
        run(x, (b, v) -> b.invertedResidual(v, expand, depthwise, project)));
  }

  @Test
  void invertedResidualWithoutExpansion() {
    Tensor x = random(1, 4, 6, 6);
    ConvLayer depthwise = Slide.SAME.of(random(4, 1, 3, 3)).activation(Activation.RELU6);
    ConvLayer project = ConvLayer.of(random(4, 4, 1, 1));
    assertEquals(
        sum(x, apply(apply(x, 4, depthwise), 1, project)),
        run(x, (b, v) -> b.invertedResidual(v, null, depthwise, project)));
    // Another number of channels leaves nothing to add to.
    ConvLayer wider = ConvLayer.of(random(5, 4, 1, 1));
    assertEquals(
        apply(apply(x, 4, depthwise), 1, wider),
        run(x, (b, v) -> b.invertedResidual(v, null, depthwise, wider)));
  }

  private static Tensor sum(Tensor a, Tensor b) {
    float[] y = new float[a.size()];
    for (int i = 0; i < y.length; i++) {
      y[i] = a.floats()[i] + b.floats()[i];
    }
    return Tensor.of(a.shape(), y);
  }

  @ParameterizedTest
  @EnumSource(Slide.class)
  void spatiallySeparable(Slide slide) {
    Tensor x = random(2, 4, 9, 8);
    ConvLayer column = slide.of(random(6, 4, 3, 1)).bias(random(6)).activation(Activation.RELU);
    ConvLayer row = slide.of(random(5, 6, 1, 3)).bias(random(5)).activation(Activation.RELU6);
    assertEquals(
        apply(apply(x, 1, column), 1, row), run(x, (b, v) -> b.spatiallySeparable(v, column, row)));
    // The groups follow from the weights: 4 of one channel each, then 2 of two.
    ConvLayer perChannel = slide.of(random(4, 1, 3, 1));
    ConvLayer inPairs = slide.of(random(6, 2, 1, 3));
    assertEquals(
        apply(apply(x, 4, perChannel), 2, inPairs),
        run(x, (b, v) -> b.spatiallySeparable(v, perChannel, inPairs)));
  }

  @Test
  void sobelIsSpatiallySeparable() {
    Tensor picture = random(1, 1, 15, 15);
    ConvLayer column = ConvLayer.of(Tensor.of(Shape.of(1, 1, 3, 1), 1f, 2f, 1f));
    ConvLayer row = ConvLayer.of(Tensor.of(Shape.of(1, 1, 1, 3), -1f, 0f, 1f));
    ConvLayer sobel =
        ConvLayer.of(Tensor.of(Shape.of(1, 1, 3, 3), -1f, 0f, 1f, -2f, 0f, 2f, -1f, 0f, 1f));
    Tensor edges = run(picture, (b, v) -> b.conv(v, sobel));
    assertEquals(Shape.of(1, 1, 13, 13), edges.shape());
    assertEquals(edges, run(picture, (b, v) -> b.spatiallySeparable(v, column, row)));
    // Top left by hand: columns 2 and 0, their rows weighted 1, 2, 1.
    float[] p = picture.floats();
    assertEquals((p[2] + 2 * p[17] + p[32]) - (p[0] + 2 * p[15] + p[30]), edges.floats()[0]);
  }

  @Test
  void oneAndThreeDimensions() {
    Tensor line = random(2, 4, 9);
    ConvLayer depthwise = ConvLayer.of(random(4, 1, 3)).same().stride(2);
    ConvLayer pointwise = ConvLayer.of(random(3, 4, 1));
    assertEquals(
        apply(apply(line, 4, depthwise), 1, pointwise),
        run(line, (b, v) -> b.depthwiseSeparable(v, depthwise, pointwise)));
    Tensor volume = random(1, 4, 5, 4, 3);
    ConvLayer deep = ConvLayer.of(random(4, 1, 3, 2, 1)).pad(1);
    ConvLayer project = ConvLayer.of(random(3, 4, 1, 1, 1));
    assertEquals(
        apply(apply(volume, 4, deep), 1, project),
        run(volume, (b, v) -> b.depthwiseSeparable(v, deep, project)));
  }

  @Test
  void theRest() {
    Tensor x = random(2, 4, 6, 5);
    List<Integer> none = List.of(0, 0);
    Window same =
        new Window(List.of(3, 3), List.of(2, 2), List.of(1, 1), none, none, AutoPad.SAME_UPPER);
    Pool max = new Pool(Pool.Kind.MAX, same.resolve(6, 5), false, false);
    Pool mean = new Pool(Pool.Kind.AVERAGE, same.resolve(6, 5), false, false);
    assertEquals(evaluate(max, x), run(x, (b, v) -> b.maxPool(v, same)));
    assertEquals(evaluate(mean, x), run(x, (b, v) -> b.averagePool(v, same)));
    assertEquals(
        evaluate(new GlobalPool(Pool.Kind.AVERAGE), x), run(x, GraphBuilder::globalAveragePool));
    assertEquals(sum(x, x), run(x, (b, v) -> b.add(v, v)));
    assertEquals(
        evaluate(Activation.SIGMOID, x), run(x, (b, v) -> b.activation(v, Activation.SIGMOID)));
    Tensor row = random(3, 4);
    Tensor weights = random(5, 4);
    Tensor bias = random(5);
    assertEquals(
        evaluate(new Gemm(1, 1, false, true), row, weights, bias),
        run(row, (b, v) -> b.fullyConnected(v, weights, bias)));
  }

  private static Tensor evaluate(Op op, Tensor... operands) {
    return Evaluators.evaluate(op, List.of(operands)).get(0);
  }

  @Test
  void namesTheNodeAndTheShapesOfAMistake() {
    GraphBuilder builder = new GraphBuilder("wrong");
    Value x = builder.input("x", Shape.of(1, 3, 8, 8));
    Exception e =
        assertThrows(
            ModelFormatException.class, () -> builder.conv(x, ConvLayer.of(random(4, 2, 3, 3))));
    assertTrue(e.getMessage().contains("Conv 'conv_0'"), e.getMessage());
    assertTrue(e.getMessage().contains("[1, 3, 8, 8]"), e.getMessage());
    assertTrue(e.getMessage().contains("[4, 2, 3, 3]"), e.getMessage());
  }

  @Test
  void refusesWeightsOfAnotherBlock() {
    GraphBuilder builder = new GraphBuilder("wrong");
    Value x = builder.input("x", Shape.of(1, 4, 8, 8));
    ConvLayer square = ConvLayer.of(random(4, 4, 3, 3));
    ConvLayer perChannel = ConvLayer.of(random(4, 1, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> builder.pointwise(x, square));
    assertThrows(ModelFormatException.class, () -> builder.depthwise(x, square));
    assertThrows(
        IllegalArgumentException.class, () -> builder.spatiallySeparable(x, square, square));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.depthwiseSeparable(x, perChannel, perChannel));
    Value line = builder.input("line", Shape.of(1, 4, 8));
    assertThrows(ModelFormatException.class, () -> builder.depthwise(line, perChannel));
    assertThrows(IllegalArgumentException.class, () -> builder.input("x", Shape.of(1)));
    assertThrows(
        ModelFormatException.class, () -> builder.apply(new Binary(Binary.Kind.ADD), x, null));
    assertThrows(ModelFormatException.class, builder::build);
  }

  @Test
  void aNamedOutputKeepsItsValue() {
    GraphBuilder b = new GraphBuilder("named");
    Value x = b.input("x", Shape.of(1, 2));
    Value middle = b.activation(x, Activation.RELU);
    Value y = b.activation(middle, Activation.SIGMOID);
    Graph graph = b.output("middle", middle).output("y", y).build();
    assertEquals(List.of("middle", "y"), graph.outputs());
    assertEquals(List.of("middle"), graph.nodes().get(1).inputs());
    Tensor relu = GraphRunner.run(graph, Tensor.of(Shape.of(1, 2), -1f, 2f)).get(0);
    assertEquals(Tensor.of(Shape.of(1, 2), 0f, 2f), relu);
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    GraphBuilder b = new GraphBuilder("taken");
    Value x = b.input("x", Shape.of(1, 2));
    Value y = b.activation(x, Activation.RELU);
    assertThrows(IllegalArgumentException.class, () -> b.output("x", y));
    assertThrows(IllegalArgumentException.class, () -> b.output("copy", x));
    b.output("y", y);
    assertThrows(IllegalArgumentException.class, () -> b.output("again", y));
  }

  @Test
  void theBatchOfEveryInputMayBeOpen() {
    GraphBuilder b = new GraphBuilder("batch");
    Value sum = b.add(b.input("a", Shape.of(1, 2, 3)), b.input("b", Shape.of(1, 2, 1)));
    Graph graph = b.output("y", sum).buildForAnyBatch();
    assertEquals(List.of(GraphInput.UNKNOWN, 2, 3), graph.input("a").dims());
    assertEquals(List.of(GraphInput.UNKNOWN, 2, 1), graph.input("b").dims());
    Shape two = Shape.of(2, 2, 3);
    Graph fixed = graph.withInputShapes(Map.of("a", two, "b", Shape.of(2, 2, 1)));
    assertEquals(two, ShapeInference.infer(fixed).get("y").shape());
  }
}
