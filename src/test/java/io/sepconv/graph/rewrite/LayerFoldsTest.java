package io.sepconv.graph.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Node;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Gemm;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What joins a convolution, a transposed one or a matrix product, and what must stay outside. */
class LayerFoldsTest {
  private final TestData data = new TestData(5);
  private final GraphBuilder b = new GraphBuilder("layers");
  private final Value x = b.input("x", Shape.of(2, 4, 6, 5));

  private Value conv(Value from, int outputs) {
    int channels = from.shape().dim(1);
    return b.conv(from, ConvLayer.of(data.floats(Shape.of(outputs, channels, 3, 3))).same());
  }

  private Value binary(Binary.Kind kind, Value left, Value right) {
    return b.apply(new Binary(kind), left, right);
  }

  private Value constant(Integer... dims) {
    return b.constant(data.floats(Shape.of(List.of(dims)), 0.5f, 2));
  }

  private Value batchNorm(Value from) {
    Value[] operands = new Value[5];
    operands[0] = from;
    for (int i = 1; i < 5; i++) {
      operands[i] = constant(from.shape().dim(1));
    }
    return b.apply(new BatchNorm(1e-3f), operands);
  }

  @ParameterizedTest
  @EnumSource(
      value = Binary.Kind.class,
      names = {"ADD", "SUB", "MUL", "DIV"})
  void aConstantPerChannelJoinsTheConvolution(Binary.Kind kind) {
    Value y = binary(kind, conv(x, 3), constant(3, 1, 1));
    y = binary(kind, y, constant(1, 3, 1, 1));
    y = binary(kind, y, b.constant(Tensor.scalar(1.5f)));
    assertEquals(List.of("Conv"), Optimizing.types(b, b.activation(y, Activation.RELU)));
  }

  @ParameterizedTest
  @EnumSource(
      value = Binary.Kind.class,
      names = {"ADD", "SUB", "MUL"})
  void theConstantMayComeFirst(Binary.Kind kind) {
    Value y = binary(kind, constant(3, 1, 1), conv(x, 3));
    assertEquals(List.of("Conv"), Optimizing.types(b, y));
  }

  @Test
  void aQuotientOfAConstantByAConvolutionIsNoScale() {
    Value y = binary(Binary.Kind.DIV, constant(3, 1, 1), conv(x, 3));
    assertEquals(List.of("Conv", "Div"), Optimizing.types(b, y));
  }

  @Test
  void constantsThatAreNotPerChannelStay() {
    // Five columns beside five channels: which axis the constant lies on decides.
    assertEquals(
        List.of("Conv", "Mul"),
        Optimizing.types(b, binary(Binary.Kind.MUL, conv(x, 5), constant(5))));
  }

  @Test
  void aConstantThatWidensTheResultStays() {
    assertEquals(
        List.of("Conv", "Mul"),
        Optimizing.types(b, binary(Binary.Kind.MUL, conv(x, 1), constant(1, 3, 1, 1))));
  }

  @Test
  void aScaleWithoutLimitsStays() {
    Value zero = b.constant(Tensor.of(Shape.of(3, 1, 1), 1f, 0, 2));
    Value y = b.activation(binary(Binary.Kind.DIV, conv(x, 3), zero), Activation.SIGMOID);
    assertEquals(List.of("Conv", "Div", "Sigmoid"), Optimizing.types(b, y));
  }

  @Test
  void aScaleThatOverflowsTheWeightsStays() {
    Value small = binary(Binary.Kind.MUL, x, b.constant(Tensor.scalar(1e-30f)));
    Value y = b.conv(small, ConvLayer.of(data.floats(Shape.of(2, 4, 1, 1), 2, 4)));
    Value large = b.constant(Tensor.scalar(3e38f));
    assertEquals(
        List.of("Mul", "Conv", "Mul"), Optimizing.types(b, binary(Binary.Kind.MUL, y, large)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 3", "4, 1"})
  void batchNormJoinsATransposedConvolution(int groups, int each) {
    ConvTranspose op =
        new ConvTranspose(
            Window.uniform(List.of(2, 2), 2, 1, 0), groups, List.of(0, 0), Activation.NONE);
    Value y = b.apply(op, x, b.constant(data.floats(Shape.of(4, each, 2, 2))));
    y = b.activation(batchNorm(y), Activation.RELU);
    assertEquals(List.of("ConvTranspose"), Optimizing.types(b, y));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void batchNormJoinsAMatrixProduct(boolean transB) {
    GraphBuilder g = new GraphBuilder("gemm");
    Value a = g.input("a", Shape.of(3, 5));
    Value[] norm = new Value[5];
    norm[0] =
        g.apply(
            new Gemm(0.5f, 2, false, transB),
            a,
            g.constant(data.floats(transB ? Shape.of(4, 5) : Shape.of(5, 4))),
            g.constant(data.floats(Shape.of(4))));
    for (int i = 1; i < 5; i++) {
      norm[i] = g.constant(data.floats(Shape.of(4), 0.5f, 2));
    }
    assertEquals(List.of("Gemm"), Optimizing.types(g, g.apply(new BatchNorm(1e-3f), norm)));
  }

  @Test
  void aMatrixProductWithASumPerRowKeepsItsScaleApart() {
    GraphBuilder g = new GraphBuilder("gemm");
    Value y =
        g.apply(
            new Gemm(1, 1, false, false),
            g.input("a", Shape.of(3, 5)),
            g.constant(data.floats(Shape.of(5, 3))),
            g.constant(data.floats(Shape.of(3, 1))));
    Value z = g.apply(new Binary(Binary.Kind.MUL), y, g.constant(data.floats(Shape.of(3))));
    assertEquals(List.of("Gemm", "Mul"), Optimizing.types(g, z));
  }

  @Test
  void aResidualJoinsTheConvolutionAndTheActivationAfterIt() {
    Value y = binary(Binary.Kind.ADD, conv(x, 4), x);
    Graph graph = Optimizing.graph(b, b.activation(y, Activation.RELU));
    assertEquals(List.of("Conv"), graph.nodes().stream().map(n -> n.op().type()).toList());
    Node node = graph.nodes().get(0);
    assertEquals(4, node.inputs().size());
    assertFalse(node.hasInput(2), "there is no bias");
    assertEquals("x", node.inputs().get(3));
  }

  @Test
  void aResidualMayBeWhatTheConvolutionReadsOrAnotherConvolution() {
    Value y = conv(x, 4);
    Value z = batchNorm(conv(b.activation(y, Activation.RELU), 4));
    List<String> types = Optimizing.types(b, binary(Binary.Kind.ADD, y, z));
    assertEquals(List.of("Conv", "Relu", "Conv"), types);
  }

  @Test
  void oneOfTwoConvolutionsTakesTheOther() {
    assertEquals(
        List.of("Conv", "Conv"),
        Optimizing.types(b, binary(Binary.Kind.ADD, conv(x, 3), conv(x, 3))));
  }

  @Test
  void aSumThatIsNoResidualStays() {
    Value read = conv(x, 4);
    Value active = b.activation(conv(x, 4), Activation.RELU);
    Value row = b.input("row", Shape.of(1, 4, 6, 1));
    Value own = conv(x, 4);
    List<Value> sums = new ArrayList<>();
    sums.add(binary(Binary.Kind.ADD, read, x));
    sums.add(binary(Binary.Kind.ADD, active, x));
    sums.add(binary(Binary.Kind.ADD, conv(x, 4), row));
    sums.add(binary(Binary.Kind.ADD, own, own));
    sums.add(binary(Binary.Kind.SUB, x, conv(x, 4)));
    sums.add(read);
    Graph graph = Optimizing.graph(b, sums.toArray(Value[]::new));
    assertEquals(5, graph.nodes().stream().filter(n -> n.op() instanceof Binary).count());
    assertTrue(graph.nodes().stream().noneMatch(n -> n.hasInput(3)), graph.nodes().toString());
  }

  @Test
  void aBroadcastConvolutionTakesNoResidual() {
    Value narrow = b.conv(b.globalAveragePool(x), ConvLayer.of(data.floats(Shape.of(4, 4, 1, 1))));
    assertEquals(
        List.of("GlobalAveragePool", "Conv", "Add"),
        Optimizing.types(b, binary(Binary.Kind.ADD, narrow, x)));
  }

  @Test
  void nothingIsFoldedBehindAResidual() {
    Value y = batchNorm(binary(Binary.Kind.ADD, conv(x, 4), x));
    Value z = binary(Binary.Kind.ADD, y, x);
    assertEquals(List.of("Conv", "Mul", "Add", "Add"), Optimizing.types(b, z));
  }
}
