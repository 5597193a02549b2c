package io.sepconv.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.UnsupportedOperatorException;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.op.Resize;
import io.sepconv.op.Softmax;
import io.sepconv.op.Split;
import io.sepconv.op.Window;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OnnxRuntimeOracle;
import io.sepconv.testing.OperatorCases;
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class OnnxWriterTest {
  private static final double CLOSE = 1e-4;

  private static ModelProto written(Graph graph) throws InvalidProtocolBufferException {
    return ModelProto.parseFrom(OnnxWriter.bytes(graph));
  }

  private static List<String> operators(ModelProto model) {
    return model.getGraph().getNodeList().stream().map(NodeProto::getOpType).toList();
  }

  /** Every operator, in every form that backends are tested with. */
  @TestFactory
  Stream<DynamicTest> whatIsReadBackComputesTheSame() {
    return OperatorCases.all().stream()
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> checkRoundTrip(c)));
  }

  private static void checkRoundTrip(OperatorCases.Case c) {
    boolean inexpressible = c.graph().nodes().stream().anyMatch(OnnxWriterTest::isInexpressible);
    if (inexpressible) {
      assertThrows(UnsupportedOperatorException.class, () -> OnnxWriter.bytes(c.graph()));
      return;
    }
    Graph again = OnnxReader.read(OnnxWriter.bytes(c.graph()));
    assertEquals(c.graph().inputs(), again.inputs());
    assertEquals(c.graph().outputs(), again.outputs());
    List<Tensor> expected = GraphRunner.run(c.graph(), c.inputs());
    List<Tensor> actual = GraphRunner.run(again, c.inputs());
    for (int i = 0; i < expected.size(); i++) {
      Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
      // Sums are rounded to f32 between the parts of what was one node.
      assertTrue(agreement.within(1e-6), agreement.describe());
    }
  }

  private static boolean isInexpressible(Node node) {
    return node.op() instanceof Resize resize
        && (resize.coordinates() == Resize.Coordinates.TF_HALF_PIXEL_FOR_NN
            || (resize.mode() == Resize.Mode.NEAREST
                && resize.rounding() == Resize.Rounding.BY_SCALE));
  }

  /** The parts of what is one node here, in an implementation that is not ours. */
  @Test
  void onnxRuntimeReadsWhatIsSplitUp() {
    TestData data = new TestData(3);
    GraphBuilder b = new GraphBuilder("parts");
    Value x = b.input("x", Shape.of(1, 4, 5, 7));
    Value weights = b.constant(data.floats(Shape.of(4, 2, 3, 3)));
    Value bias = b.constant(data.floats(Shape.of(4)));
    Window window = Window.uniform(List.of(3, 3), 1, 1, 1);
    Value y = b.apply(new Conv(window, 2, Activation.RELU6), x, weights, bias, x);
    y = b.apply(new Conv(window, 2, Activation.SWISH), y, weights, null, y);
    y = b.activation(y, new Activation(Activation.Kind.SWISH, 0.5f, 0));
    y = b.apply(new Softmax(2, true), y);
    y = b.applyAll(new Split(1, 2, false), 1, y).get(0);
    Graph graph = b.output("y", y).build();
    Tensor input = data.floats(Shape.of(1, 4, 5, 7));
    Tensor expected = GraphRunner.run(graph, input).get(0);
    Tensor actual = OnnxRuntimeOracle.run(OnnxWriter.bytes(graph), Map.of("x", input)).get("y");
    Agreement agreement = Agreement.of(expected, actual);
    assertTrue(agreement.within(CLOSE), agreement.describe());
  }

  @Test
  void fusedPartsBecomeNodes() throws InvalidProtocolBufferException {
    GraphBuilder b = new GraphBuilder("fused");
    Value x = b.input("x", Shape.of(1, 2, 3, 3));
    Tensor weights = new TestData(1).floats(Shape.of(2, 2, 1, 1));
    Value y = b.conv(x, ConvLayer.of(weights).activation(Activation.RELU6));
    ModelProto model = written(b.output("y", y).build());
    assertEquals(List.of("Conv", "Clip"), operators(model));
    NodeProto clip = model.getGraph().getNode(1);
    assertEquals(3, clip.getInputCount());
    assertEquals("y", clip.getOutput(0));
  }

  @Test
  void saysWhatAModelHasToSay() throws InvalidProtocolBufferException {
    GraphBuilder b = new GraphBuilder("net");
    Value x = b.input("x", Shape.of(1, 2, 3, 3));
    Value y = b.conv(x, ConvLayer.of(Tensor.of(Shape.of(1, 2, 1, 1), 1f, 2f)));
    Graph open = b.output("y", y).buildForAnyBatch();
    Map<String, String> metadata =
        Map.of("producer_name", "me", "producer_version", "3", "paper", "arXiv:1");
    Graph graph =
        new Graph("net", open.inputs(), open.constants(), open.nodes(), open.outputs(), metadata);
    ModelProto model = written(graph);
    assertEquals(8, model.getIrVersion());
    assertEquals(17, model.getOpsetImport(0).getVersion());
    assertEquals("me", model.getProducerName());
    assertEquals("net", model.getGraph().getName());
    TensorProto weights = model.getGraph().getInitializer(0);
    assertEquals(8, weights.getRawData().size());
    assertEquals(List.of("N", "2", "3", "3"), dims(model.getGraph().getInput(0)));
    assertEquals(List.of("N", "1", "3", "3"), dims(model.getGraph().getOutput(0)));
    assertEquals(metadata, OnnxReader.read(OnnxWriter.bytes(graph)).metadata());
  }

  private static List<String> dims(ValueInfoProto value) {
    return value.getType().getTensorType().getShape().getDimList().stream()
        .map(d -> d.getDimParam().isEmpty() ? "" + d.getDimValue() : d.getDimParam())
        .toList();
  }

  @Test
  void openSizesBesideTheBatchHaveNamesOfTheirOwn() throws InvalidProtocolBufferException {
    GraphInput a = new GraphInput("a", DataType.FLOAT32, List.of(GraphInput.UNKNOWN, 2));
    GraphInput b = new GraphInput("b", DataType.FLOAT32, List.of(2, GraphInput.UNKNOWN));
    Node sum = new Node("sum", new Binary(Binary.Kind.ADD), List.of("a", "b"), List.of("y"));
    Graph graph = new Graph("g", List.of(a, b), Map.of(), List.of(sum), List.of("y"), Map.of());
    ModelProto model = written(graph);
    assertEquals(List.of("a_0", "2"), dims(model.getGraph().getInput(0)));
    assertEquals(List.of("2", "b_1"), dims(model.getGraph().getInput(1)));
    assertFalse(model.getGraph().getOutput(0).getType().getTensorType().hasShape());
  }

  @Test
  void namesThatAreTakenStay() throws InvalidProtocolBufferException {
    GraphBuilder b = new GraphBuilder("taken");
    Value x = b.input("conv_0_sum", Shape.of(1, 1, 1, 1));
    ConvLayer layer = ConvLayer.of(Tensor.of(Shape.of(1, 1, 1, 1), 2f));
    Graph graph = b.output("y", b.conv(x, layer.activation(Activation.RELU))).build();
    List<String> names = new ArrayList<>();
    written(graph).getGraph().getNodeList().forEach(node -> names.addAll(node.getOutputList()));
    assertEquals(List.of("conv_0_sum_2", "y"), names);
  }

  /** One tensor under many names: no test needs two gigabytes for this. */
  @Test
  void whatDoesNotFitIntoAFileIsRefused() {
    Tensor tensor = Tensor.zeros(DataType.FLOAT32, Shape.of(1 << 20));
    Map<String, Tensor> constants = new LinkedHashMap<>();
    for (int i = 0; i < 512; i++) {
      constants.put("c" + i, tensor);
    }
    Graph graph = new Graph("big", List.of(), constants, List.of(), List.of("c0"), new HashMap<>());
    Exception e = assertThrows(IllegalArgumentException.class, () -> OnnxWriter.bytes(graph));
    assertTrue(e.getMessage().contains("'big' has 2,147,483,648 bytes"), e.getMessage());
  }
}
