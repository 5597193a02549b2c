package io.sepconv.onnx;

import static io.sepconv.onnx.Refusals.assertMalformed;
import static io.sepconv.onnx.Refusals.assertUnsupported;
import static io.sepconv.onnx.TestModel.integer;
import static io.sepconv.onnx.TestModel.tensor;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.UnsupportedOperatorException;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxReaderTest {
  private static TestModel relu() {
    return TestModel.opset(13).input("x", 1, 2).node("Relu", "x", "y").output("y");
  }

  @Test
  void readsFilesStreamsAndBytes(@TempDir Path folder) throws IOException {
    byte[] bytes = relu().bytes();
    Path file = Files.write(folder.resolve("small.onnx"), bytes);
    Graph expected = OnnxReader.read(bytes);

    assertEquals("Relu", expected.nodes().get(0).op().type());
    assertEquals(expected, OnnxReader.read(file));
    assertEquals(expected, OnnxReader.read(new ByteArrayInputStream(bytes)));
  }

  @Test
  void aGraphWithoutANameTakesTheFiles(@TempDir Path folder) throws IOException {
    TestModel model = relu();
    assertEquals("test", model.read().name());
    model.graph().clearName();
    assertEquals("model", model.read().name());
    assertEquals(
        "small", OnnxReader.read(Files.write(folder.resolve("small.onnx"), model.bytes())).name());
  }

  @Test
  void messagesStartWithTheFile(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("nothing.onnx"));
    assertMalformed(() -> OnnxReader.read(file), "nothing.onnx: the model is empty");
    assertThrows(NoSuchFileException.class, () -> OnnxReader.read(folder.resolve("no.onnx")));
  }

  @Test
  void changingTheBytesAfterwardsChangesNothing() {
    TestModel model = TestModel.opset(13).initializer("c", Tensor.vector(1, 2, 3)).output("c");
    byte[] bytes = model.bytes();
    Graph graph = OnnxReader.read(bytes);
    java.util.Arrays.fill(bytes, (byte) 0);
    assertEquals(Tensor.vector(1, 2, 3), graph.constants().get("c"));
  }

  @Test
  void inputsKeepTheirOrderTypesAndUnknownSizes() {
    TestModel model =
        TestModel.opset(13)
            .input("image", -1, 3, 224, 0)
            .typedInput("length", TestModel.INT64)
            .typedInput("on", TensorProto.DataType.BOOL_VALUE, 1)
            .typedInput("n", TensorProto.DataType.INT32_VALUE, 2)
            .output("image");
    var dims = model.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder();
    dims.getShapeBuilder().addDimBuilder(); // neither a value nor a name
    dims.getShapeBuilder().addDimBuilder().setDimValue(-1);

    assertEquals(
        List.of(
            new GraphInput("image", DataType.FLOAT32, List.of(-1, 3, 224, 0, -1, -1)),
            new GraphInput("length", DataType.INT64, List.of()),
            new GraphInput("on", DataType.BOOL, List.of(1)),
            new GraphInput("n", DataType.INT32, List.of(2))),
        model.read().inputs());
  }

  @Test
  void initializersListedAsInputsAreNoInputs() {
    TestModel model =
        TestModel.opset(6)
            .input("x", 1, 2)
            .input("c", 2)
            .initializer("c", Tensor.of(Shape.of(2), 1f, 2))
            .node("Add", "x c", "y")
            .output("y");
    model.proto().setIrVersion(3);

    assertEquals(List.of("x"), model.read().inputs().stream().map(GraphInput::name).toList());
    assertEquals(Tensor.of(Shape.of(2), 1f, 2), model.read().constants().get("c"));
  }

  @Test
  void outputsMayBeInputsInitializersAndConstants() {
    Graph graph =
        TestModel.opset(13)
            .input("x", 1, 2)
            .initializer("i", Tensor.scalar(1))
            .node("Constant", "", "c", tensor("value", Tensor.scalar(2)))
            .output("c", "x", "i")
            .read();

    assertEquals(List.of("c", "x", "i"), graph.outputs());
    assertEquals(List.of(), graph.nodes());
    assertEquals(Map.of("i", Tensor.scalar(1), "c", Tensor.scalar(2)), graph.constants());
  }

  @Test
  void nodesGetUniqueNames() {
    TestModel model =
        TestModel.opset(13)
            .input("x", 2)
            .node("Relu", "x", "a")
            .node("Relu", "a", "b")
            .node("Max", "a b x", "c")
            .node("Relu", "c", "d")
            .node("Relu", "d", "e")
            .output("e");
    model.graph().getNodeBuilder(1).setName("same");
    model.graph().getNodeBuilder(3).setName("same");
    model.graph().getNodeBuilder(4).setName("Relu_0");

    assertEquals(
        List.of("Relu_0_2", "same", "Max_2/Max", "Max_2", "same_2", "Relu_0"),
        model.nodes().stream().map(Node::name).toList());
  }

  @Test
  void derivedValuesDoNotCollideWithTheModels() {
    TestModel model =
        TestModel.opset(13)
            .input("x", 2)
            .node("Max", "x x x", "y")
            .node("Relu", "y", "y/Max")
            .output("y/Max");
    assertEquals("y/Max_2", model.nodes().get(0).output());
  }

  @Test
  void nodesMayComeInAnyOrder() {
    TestModel model =
        TestModel.opset(13).input("x", 2).node("Relu", "a", "y").node("Tanh", "x", "a").output("y");
    assertEquals(
        List.of("Tanh", "Relu"), model.nodes().stream().map(node -> node.op().type()).toList());
  }

  @Test
  void metadataWithTheProducer() {
    TestModel model = relu();
    model.proto().setProducerName("pytorch").setProducerVersion("2.4");
    model
        .proto()
        .addMetadataProps(entry("character", "a\nb"))
        .addMetadataProps(entry("producer_version", "own"));
    assertEquals(
        Map.of("character", "a\nb", "producer_name", "pytorch", "producer_version", "own"),
        model.read().metadata());
    assertEquals(Map.of(), relu().read().metadata());
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  @Test
  void bothSpellingsOfOnnxsDomain() {
    TestModel model = relu();
    model.proto().getOpsetImportBuilder(0).setDomain("ai.onnx");
    assertEquals(1, model.nodes().size());
    model.graph().getNodeBuilder(0).setDomain("ai.onnx");
    assertEquals(1, model.nodes().size());
    model.proto().getOpsetImportBuilder(0).clearDomain();
    assertEquals(1, model.nodes().size());
  }

  @Test
  void opsets() {
    assertEquals(1, relu().imports("com.microsoft", 1).imports("ai.onnx", 13).nodes().size());
    assertMalformed(relu().imports("ai.onnx", 14), "domain 'ai.onnx'", "13 and 14");
    TestModel none = relu();
    none.proto().clearOpsetImport();
    assertMalformed(none, "imports no opset of domain 'ai.onnx'", "Relu");
    assertUnsupported(TestModel.of(5, "Relu"), "opset 5", "from opset 6 on");
    assertUnsupported(TestModel.of(-1, "Relu"), "opset -1");
    assertEquals(1, TestModel.of(Long.MAX_VALUE, "Relu").nodes().size());
  }

  @Test
  void customDomains() {
    TestModel model = relu().imports("com.acme", 2);
    model.graph().getNodeBuilder(0).setDomain("com.acme").setName("n7");
    UnsupportedOperatorException refusal = assertUnsupported(model, "com.acme", "opset 2", "'n7'");
    assertEquals("Relu", refusal.operator());
    assertEquals("com.acme", refusal.domain());
    assertEquals(2, refusal.opset());
    assertEquals("n7", refusal.node());

    TestModel missing = relu();
    missing.graph().getNodeBuilder(0).setDomain("com.acme");
    assertMalformed(missing, "imports no opset of domain 'com.acme'");
  }

  @Test
  void functionsOfTheModelAreNotTakenForOperators() {
    TestModel model = relu();
    model.proto().addFunctions(FunctionProto.newBuilder().setName("Relu"));
    assertUnsupported(model, "Relu", "function");
  }

  @Test
  void elementTypesAreRefusedByTheNodeThatReadsThem() {
    TestModel model =
        TestModel.opset(13)
            .input("x", 2)
            .initializer("w", Tensor.of(Shape.of(2), 1f, 2))
            .node("Add", "x w", "y")
            .output("y");
    model.graph().getInitializerBuilder(0).setDataType(TensorProto.DataType.DOUBLE_VALUE);
    UnsupportedOperatorException refusal = assertUnsupported(model, "'w'", "DOUBLE", "float32");
    assertEquals("Add", refusal.operator());

    model.graph().getNodeBuilder(0).setInput(1, "x");
    assertTrue(model.read().constants().isEmpty(), "an initializer that nobody reads does no harm");
  }

  @Test
  void unsupportedInputs() {
    for (int type : List.of(TensorProto.DataType.UINT8_VALUE, 77)) {
      assertUnsupported(
          TestModel.opset(13).typedInput("x", type, 2).node("Relu", "x", "y").output("y"),
          "Relu",
          "operand 0, 'x'",
          type == 77 ? "77" : "UINT8");
      assertUnsupported(
          TestModel.opset(13).input("y", 2).typedInput("x", type, 2).output("y"), "'x'");
    }
    assertUnsupported(
        TestModel.opset(13).input("x", 1, 1, 1, 1, 1, 1, 1).node("Relu", "x", "y").output("y"),
        "7 axes");
    TestModel noShape = relu();
    noShape.graph().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
    assertUnsupported(noShape, "'x'", "no declared shape");
    TestModel sequence = relu();
    sequence.graph().getInputBuilder(0).getTypeBuilder().getSequenceTypeBuilder();
    assertUnsupported(sequence, "SEQUENCE_TYPE");
    TestModel output = TestModel.opset(13).initializer("w", Tensor.scalar(1)).output("w");
    output.graph().getInitializerBuilder(0).setDataType(TensorProto.DataType.DOUBLE_VALUE);
    assertUnsupported(output, "Output", "'w'", "DOUBLE");
    TestModel sparse = relu();
    sparse.graph().addSparseInitializerBuilder().getValuesBuilder().setName("w");
    sparse.graph().getNodeBuilder(0).setInput(0, "w");
    assertUnsupported(sparse, "'w'", "sparse");
  }

  @Test
  void inputsThatContradictThemselves() {
    assertMalformed(TestModel.opset(13).typedInput("x", 0, 2).output("x"), "'x'", "element type");
    assertMalformed(TestModel.opset(13).input("x", 1L << 31).output("x"), "'x'", "2147483648");
    TestModel negative = relu();
    negative
        .graph()
        .getInputBuilder(0)
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .getShapeBuilder()
        .getDimBuilder(0)
        .setDimValue(-2);
    assertMalformed(negative, "'x'", "-2");
  }

  @Test
  void graphsThatContradictThemselves() {
    assertMalformed(
        () -> OnnxReader.read(ModelProto.newBuilder().setIrVersion(8).build().toByteArray()),
        "no graph");
    assertMalformed(TestModel.opset(13).input("x", 2), "no output");
    assertMalformed(
        TestModel.opset(13)
            .input("x", 2)
            .node("Add", "x b", "a")
            .node("Relu", "a", "b")
            .output("b"),
        "cycle");
    assertMalformed(
        TestModel.opset(13).input("x", 2).node("Relu", "gone", "y").output("y"), "'gone'", "Relu");
    assertMalformed(
        TestModel.opset(13).input("x", 2).node("Clip", "x gone", "y").output("y"), "'gone'");
    assertMalformed(TestModel.opset(13).input("x", 2).output("gone"), "'gone'", "outputs");
    assertMalformed(TestModel.opset(13).input("x", 2).output(""), "''");
    assertMalformed(TestModel.opset(13).input("x", 2).output("x", "x"), "listed twice");
    assertMalformed(TestModel.opset(13).input("x", 2).input("x", 2).output("x"), "defined twice");
    assertMalformed(TestModel.opset(13).input("", 2).output("x"), "empty name");
    assertMalformed(relu().node("Tanh", "x", "y"), "'y'", "defined twice");
    assertMalformed(relu().node("Tanh", "y", "x"), "'x'", "defined twice");
    assertMalformed(
        relu().node("Constant", "", "y", tensor("value", Tensor.scalar(1))), "defined twice");
    assertMalformed(
        relu().initializer("c", Tensor.scalar(1)).initializer("c", Tensor.scalar(2)),
        "'c'",
        "defined twice");
    assertMalformed(relu().initializer("", Tensor.scalar(1)), "empty name");
    assertMalformed(relu().node("Relu", "x", ""), "no first result");
    assertMalformed(relu().node("Relu", "x", "- z"), "no first result");
  }

  @Test
  void attributesThatContradictThemselves() {
    assertMalformed(
        TestModel.of(13, "Flatten", integer("axis", 1), integer("axis", 2)), "'axis'", "twice");
    assertMalformed(TestModel.of(13, "Flatten", TestModel.number("axis", 1)), "INT", "FLOAT");
    assertMalformed(TestModel.of(13, "Flatten", integer("axis", 1L << 31)), "2147483648");
    assertUnsupported(TestModel.of(13, "Flatten", integer("axes", 1)), "axes = 1");
  }

  @Test
  void aTypeThatOnlyTheGraphDeclaresIsNotNeeded() {
    TestModel model = relu();
    model.graph().addValueInfo(ValueInfoProto.newBuilder().setName("nobody"));
    assertEquals(1, model.nodes().size());
  }
}
