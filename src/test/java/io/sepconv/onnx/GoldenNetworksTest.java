package io.sepconv.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenNetworksTest {
  private static Map<String, Integer> nodesByType(Graph graph) {
    Map<String, Integer> counts = new TreeMap<>();
    graph.nodes().forEach(node -> counts.merge(node.op().type(), 1, Integer::sum));
    return counts;
  }

  private static Map<ConvKind, Integer> convolutions(Graph graph) {
    Map<ConvKind, Integer> counts = new EnumMap<>(ConvKind.class);
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv conv) {
        Tensor weights = graph.constants().get(node.inputs().get(1));
        int channels = weights.shape().dim(1) * conv.groups();
        counts.merge(ConvKind.of(conv.groups(), channels, conv.window()), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static void assertClassifier(Graph graph) {
    assertEquals(
        Map.of(ConvKind.DEPTHWISE, 11, ConvKind.POINTWISE, 41, ConvKind.DIRECT, 1),
        convolutions(graph));
    assertEquals(
        List.of(new GraphInput("x", DataType.FLOAT32, List.of(-1, 3, -1, -1))), graph.inputs());
    assertEquals(List.of("save_infer_model/scale_0.tmp_1"), graph.outputs());
    Map<String, Integer> types =
        new TreeMap<>(
            Map.of(
                "Add",
                44,
                "BatchNormalization",
                35,
                "Cast",
                3,
                "Clip",
                18,
                "Concat",
                1,
                "Conv",
                53,
                "Div",
                18,
                "GlobalAveragePool",
                10,
                "HardSigmoid",
                9,
                "Identity",
                1));
    types.putAll(
        Map.of(
            "MatMul", 1, "MaxPool", 1, "Mul", 27, "Relu", 15, "Reshape", 19, "Shape", 1, "Slice", 1,
            "Softmax", 1));
    assertEquals(types, nodesByType(graph));
    assertEquals(308, graph.constants().size());
    assertEquals("PaddlePaddle", graph.metadata().get("producer_name"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ppocr_cls_upright", "ppocr_cls_rotated"})
  void classifier(String folder) throws IOException {
    assertClassifier(OnnxReader.read(TestNetworks.golden(folder)));
  }

  @Test
  void classifierOfTheArtifact() throws IOException {
    assertClassifier(OnnxReader.read(TestNetworks.ppocr("ch_ppocr_mobile_v2.0_cls_infer")));
  }

  @Test
  void blazeFace() throws IOException {
    Graph graph = OnnxReader.read(TestNetworks.golden("blazeface_front_astronaut"));

    assertEquals(
        Map.of(ConvKind.DEPTHWISE, 16, ConvKind.POINTWISE, 20, ConvKind.DIRECT, 1),
        convolutions(graph));
    assertEquals(
        Map.of(
            "Add",
            16,
            "Concat",
            11,
            "ConstantOfShape",
            11,
            "Conv",
            37,
            "MaxPool",
            3,
            "Relu",
            17,
            "Reshape",
            4,
            "Transpose",
            5),
        nodesByType(graph));
    assertEquals(
        List.of(GraphInput.of("input:0", DataType.FLOAT32, Shape.of(1, 128, 128, 3))),
        graph.inputs());
    assertEquals(
        List.of("Identity:0", "Identity_1:0", "Identity_2:0", "Identity_3:0"), graph.outputs());
  }

  @Test
  void theOutputsOfAGoldenFolderFitTheGraph() throws IOException {
    Path model = TestNetworks.golden("blazeface_front_astronaut");
    Graph graph = OnnxReader.read(model);
    Path data = model.resolveSibling("test_data_set_0");

    NamedTensor input = OnnxTensors.read(data.resolve("input_0.pb"));
    assertEquals("input:0", input.name());
    graph.inputs().get(0).check(input.tensor().type(), input.tensor().shape());
    Map<String, ValueType> types = ShapeInference.infer(graph);
    for (int i = 0; i < graph.outputs().size(); i++) {
      NamedTensor output = OnnxTensors.read(data.resolve("output_" + i + ".pb"));
      assertEquals(graph.outputs().get(i), output.name());
      assertEquals(ValueType.of(output.tensor()), types.get(output.name()));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ch_PP-OCRv3_det_infer, 72, 2, 6",
    "ch_PP-OCRv4_det_infer, 62, 2, 6",
  })
  void detectors(String name, int convs, int transposed, int resizes) throws IOException {
    Graph graph = OnnxReader.read(TestNetworks.ppocr(name));
    Map<String, Integer> types = nodesByType(graph);

    assertEquals(convs, types.get("Conv"));
    assertEquals(transposed, types.get("ConvTranspose"));
    assertEquals(resizes, types.get("Resize"));
    assertEquals(List.of("sigmoid_0.tmp_0"), graph.outputs());
    assertEquals(List.of(-1, 3, -1, -1), graph.inputs().get(0).dims());
    assertTrue(convolutions(graph).get(ConvKind.DEPTHWISE) >= 10);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ch_PP-OCRv3_rec_infer", "ch_PP-OCRv4_rec_infer"})
  void recognisers(String name) throws IOException {
    assertRecogniser(OnnxReader.read(TestNetworks.ppocr(name)));
  }

  @Test
  void goldenRecogniser() throws IOException {
    assertRecogniser(OnnxReader.read(TestNetworks.golden("ppocr_v4_rec")));
  }

  /** Attention over the columns of the picture, with layer normalisation spelled out. */
  private static void assertRecogniser(Graph graph) {
    Map<String, Integer> types = nodesByType(graph);
    assertEquals(10, types.get("ReduceMean"));
    assertEquals(5, types.get("Pow"));
    assertTrue(types.get("MatMul") >= 12);
    assertTrue(convolutions(graph).get(ConvKind.DEPTHWISE) >= 10);
  }
}
