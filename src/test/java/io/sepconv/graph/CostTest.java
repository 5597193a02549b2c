package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Gemm;
import io.sepconv.op.MatMul;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** The multiplications of "Understanding separable convolutions" (MachineCurve, 2019). */
class CostTest {
  private static ConvLayer layer(int... weights) {
    return ConvLayer.of(Tensor.zeros(DataType.FLOAT32, Shape.of(weights)));
  }

  private static Graph graph(Shape input, BiFunction<GraphBuilder, Value, Value> body) {
    GraphBuilder builder = new GraphBuilder("cost");
    return builder.output(body.apply(builder, builder.input("x", input))).build();
  }

  private static long macs(Shape input, BiFunction<GraphBuilder, Value, Value> body) {
    return Cost.of(graph(input, body)).macs();
  }

  @Test
  void directLayer() {
    // 3 * 3 * 3 for each of 10 kernels at 13 * 13 positions
    assertEquals(45_630, macs(Shape.of(1, 3, 15, 15), (b, x) -> b.conv(x, layer(10, 3, 3, 3))));
    // one kernel over one channel: 3 * 3 at 13 * 13
    assertEquals(1_521, macs(Shape.of(1, 1, 15, 15), (b, x) -> b.conv(x, layer(1, 1, 3, 3))));
  }

  @Test
  void aResidualIsReadAtNoMultiplication() {
    Shape input = Shape.of(1, 3, 15, 15);
    Window window = Window.of(3, 3);
    Cost plain =
        Cost.of(
            graph(
                input,
                (b, x) ->
                    b.apply(
                        new Conv(window, 1, Activation.NONE),
                        x,
                        b.constant(layer(10, 3, 3, 3).weights()))));
    Cost residual =
        Cost.of(
            graph(
                input,
                (b, x) ->
                    b.apply(
                        new Conv(window, 1, Activation.NONE),
                        x,
                        b.constant(layer(10, 3, 3, 3).weights()),
                        null,
                        b.input("r", Shape.of(1, 10, 13, 13)))));
    assertEquals(plain.macs(), residual.macs());
    assertEquals(plain.bytes() + 10 * 13 * 13 * Float.BYTES, residual.bytes());
  }

  @Test
  void depthwiseSeparableLayer() {
    Shape input = Shape.of(1, 3, 15, 15);
    assertEquals(4_563, macs(input, (b, x) -> b.depthwise(x, layer(3, 1, 3, 3))));
    assertEquals(5_070, macs(Shape.of(1, 3, 13, 13), (b, x) -> b.pointwise(x, layer(10, 3, 1, 1))));
    Graph block =
        graph(input, (b, x) -> b.depthwiseSeparable(x, layer(3, 1, 3, 3), layer(10, 3, 1, 1)));
    assertEquals(9_633, Cost.of(block).macs());
    Map<String, ValueType> types = ShapeInference.infer(block);
    assertEquals(
        List.of(4_563L, 5_070L),
        block.nodes().stream().map(node -> Cost.of(node, types).macs()).toList());
  }

  @Test
  void spatiallySeparableLayer() {
    Graph block =
        graph(
            Shape.of(1, 1, 15, 15),
            (b, x) -> b.spatiallySeparable(x, layer(1, 1, 3, 1), layer(1, 1, 1, 3)));
    Map<String, ValueType> types = ShapeInference.infer(block);
    // 3 at 13 * 15 positions, then 3 at 13 * 13: the article counts the first pass twice
    assertEquals(
        List.of(585L, 507L),
        block.nodes().stream().map(node -> Cost.of(node, types).macs()).toList());
    assertEquals(585 + 507, Cost.of(block).macs());
  }

  @Test
  void batchAndPaddingCount() {
    // 2 images, 15 * 15 positions
    assertEquals(
        2 * 45_630L / (13 * 13) * (15 * 15),
        macs(Shape.of(2, 3, 15, 15), (b, x) -> b.conv(x, layer(10, 3, 3, 3).same())));
  }

  @Test
  void otherProducts() {
    // every one of 4 * 5 inputs is multiplied by 6 kernels of 2
    ConvTranspose transposed = new ConvTranspose(Window.of(2), 1, List.of(0), Activation.NONE);
    Tensor kernels = Tensor.zeros(DataType.FLOAT32, Shape.of(4, 6, 2));
    assertEquals(
        4 * 5 * 6 * 2,
        macs(Shape.of(1, 4, 5), (b, x) -> b.apply(transposed, x, b.constant(kernels))));
    Tensor matrix = Tensor.zeros(DataType.FLOAT32, Shape.of(3, 4));
    // a [2, 3]ᵀ or [5, 2, 3] by [3, 4]
    assertEquals(
        2 * 3 * 4,
        macs(
            Shape.of(3, 2), (b, x) -> b.apply(new Gemm(1, 1, true, false), x, b.constant(matrix))));
    assertEquals(
        5 * 2 * 3 * 4,
        macs(Shape.of(5, 2, 3), (b, x) -> b.apply(new MatMul(), x, b.constant(matrix))));
    assertEquals(0, macs(Shape.of(2, 3), (b, x) -> b.activation(x, Activation.RELU)));
  }

  @Test
  void bytesAreOperandsAndResults() {
    Graph graph =
        graph(
            Shape.of(1, 3, 15, 15),
            (b, x) ->
                b.conv(x, layer(10, 3, 3, 3).bias(Tensor.zeros(DataType.FLOAT32, Shape.of(10)))));
    assertEquals(4 * (3 * 15 * 15 + 10 * 3 * 3 * 3 + 10 + 10 * 13 * 13), Cost.of(graph).bytes());
  }

  @Test
  void refusesToWrapAround() {
    Cost huge = new Cost(Long.MAX_VALUE, 0);
    assertThrows(ArithmeticException.class, () -> huge.plus(new Cost(1, 0)));
  }
}
