package io.sepconv.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Conv;
import io.sepconv.op.Gemm;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks against the figures that were published of them. */
class ZooTest {
  static List<String> names() {
    return Zoo.names();
  }

  /**
   * Parameters are counted as PyTorch counts them: weights, biases, and two numbers per channel of
   * a batch normalisation, where our folded graphs have one. The exact counts are torchvision's
   * (the {@code num_params} of its default weights) for V2, V3, ShuffleNetV2, SqueezeNet and
   * ResNet-50, table 3 of the paper for Xception, timm's for EfficientNet-Lite0 (4.7M in its
   * authors' table) and the sum over table 1 of the paper for MobileNetV1 (4.2M there).
   *
   * <p>MACs, in millions, are those of convolutions and matrix products, padding and
   * squeeze-and-excite included. Published in the papers: 569 (V1), 300 (V2), 56 (V3-Small; the 66
   * of some tables are of the larger network in TensorFlow's slim), 146 (ShuffleNetV2), 219
   * (V3-Large), for which torchvision counts 217, as we do. EfficientNet-Lite0 has 407 in its
   * authors' table, which counts normalisation and activations too; 385 are the convolutions'
   * alone. 0.35 G and 4.09 G are torchvision's for SqueezeNet and ResNet-50, 8.4 G is the usual
   * figure for Xception. Layers are those that have weights.
   */
  @ParameterizedTest
  @CsvSource({
    "mobilenet_v1,         28,  4231976,  569",
    "mobilenet_v2,         53,  3504872,  300",
    "mobilenet_v3_large,   64,  5483032,  217",
    "mobilenet_v3_small,   54,  2542856,   56",
    "efficientnet_lite0,   50,  4652008,  385",
    "xception,             75, 22855952, 8400",
    "shufflenet_v2_x1_0,   57,  2278604,  146",
    "squeezenet1_1,        26,  1235496,  350",
    "resnet50,             54, 25557032, 4090"
  })
  void hasThePublishedSize(String name, long layers, long parameters, double millionMacs) {
    Graph graph = Zoo.build(name, 1);
    Graph one = fixed(graph, 1);
    assertEquals(
        layers,
        graph.nodes().stream()
            .filter(n -> n.op() instanceof Conv || n.op() instanceof Gemm)
            .count());
    assertEquals(parameters, numbers(graph) + normalised(one));
    // Published figures have two or three digits.
    assertEquals(
        1, Cost.of(one).macs() / (millionMacs * 1e6), 0.01, () -> "MACs: " + Cost.of(one).macs());
  }

  /** Numbers in f32 constants; integers say shapes. */
  private static long numbers(Graph graph) {
    return graph.constants().values().stream()
        .filter(tensor -> tensor.type() == DataType.FLOAT32)
        .mapToLong(Tensor::size)
        .sum();
  }

  /**
   * Channels behind which the published network has a batch normalisation: those of every
   * convolution with a bias, but not in a squeeze-and-excite, which works on 1x1 positions, and not
   * in SqueezeNet.
   */
  private static long normalised(Graph graph) {
    if (graph.name().startsWith("squeezenet")) {
      return 0;
    }
    Map<String, ValueType> types = ShapeInference.infer(graph);
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Conv && node.hasInput(2))
        .map(node -> types.get(node.output()).shape())
        .filter(shape -> shape.dim(2) > 1)
        .mapToLong(shape -> shape.dim(1))
        .sum();
  }

  @ParameterizedTest
  @MethodSource("names")
  void takesAnyBatch(String name) {
    Graph graph = Zoo.build(name, 1);
    int size = name.equals("xception") ? 299 : 224;
    GraphInput input =
        new GraphInput("x", DataType.FLOAT32, List.of(GraphInput.UNKNOWN, 3, size, size));
    assertEquals(List.of(input), graph.inputs());
    assertEquals(List.of("y"), graph.outputs());
    assertEquals(name, graph.name());
    for (int batch : new int[] {1, 2, 7}) {
      ValueType y = ShapeInference.infer(fixed(graph, batch)).get("y");
      assertEquals(ValueType.floats(Shape.of(batch, 1000)), y);
    }
  }

  private static Graph fixed(Graph graph, int batch) {
    GraphInput x = graph.input("x");
    return graph.withInputShapes(Map.of("x", Shape.of(batch, 3, x.dims().get(2), x.dims().get(3))));
  }

  @ParameterizedTest
  @MethodSource("names")
  void citesItsPaper(String name) {
    Map<String, String> metadata = Zoo.build(name, 5).metadata();
    assertTrue(metadata.get("paper").matches("arXiv:\\d{4}\\.\\d{5}"), metadata.toString());
    assertEquals("random, seed 5", metadata.get("weights"));
  }

  @Test
  void aSeedGivesOneNetwork() {
    Graph first = Zoo.build("squeezenet1_1", 1);
    Graph again = Zoo.build("squeezenet1_1", 1);
    Graph other = Zoo.build("squeezenet1_1", 2);
    String weights = first.nodes().get(0).inputs().get(1);
    float[] expected = first.constants().get(weights).floats();
    assertArrayEquals(expected, again.constants().get(weights).floats());
    assertNotEquals(expected[0], other.constants().get(weights).floats()[0]);
  }

  /** The first numbers of SplitMix64 from seed 0, as its reference code prints them. */
  @Test
  void theSequenceIsSplitMix64() {
    float[] numbers = new SeededWeights(0).uniform(Shape.of(2), 1).floats();
    assertEquals((0xE220A8397B1DCDAFL >> 40) * 0x1p-23f, numbers[0]);
    assertEquals((0x6E789E6AA1B965F4L >> 40) * 0x1p-23f, numbers[1]);
  }

  @Test
  void unknownNameIsRefusedWithTheList() {
    Exception e = assertThrows(IllegalArgumentException.class, () -> Zoo.build("alexnet", 1));
    assertTrue(e.getMessage().contains("alexnet"), e.getMessage());
    assertTrue(e.getMessage().contains("mobilenet_v2, mobilenet_v3_large"), e.getMessage());
  }
}
