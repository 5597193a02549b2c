package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Small ONNX models, written a line per value. */
final class TestModel {
  static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  static final int INT64 = TensorProto.DataType.INT64_VALUE;

  private final ModelProto.Builder model;

  private TestModel(ModelProto.Builder model) {
    this.model = model;
  }

  /** An empty model of an opset of ONNX's own domain. */
  static TestModel opset(long version) {
    TestModel model = new TestModel(ModelProto.newBuilder().setIrVersion(8));
    model.model.getGraphBuilder().setName("test");
    return model.imports("", version);
  }

  TestModel imports(String domain, long version) {
    model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version));
    return this;
  }

  ModelProto.Builder proto() {
    return model;
  }

  GraphProto.Builder graph() {
    return model.getGraphBuilder();
  }

  /** An f32 input; -1 is a symbolic size. */
  TestModel input(String name, long... dims) {
    return typedInput(name, FLOAT, dims);
  }

  TestModel typedInput(String name, int elementType, long... dims) {
    ValueInfoProto.Builder info = graph().addInputBuilder().setName(name);
    var type = info.getTypeBuilder().getTensorTypeBuilder().setElemType(elementType);
    type.getShapeBuilder();
    for (long dim : dims) {
      var size = type.getShapeBuilder().addDimBuilder();
      if (dim < 0) {
        size.setDimParam("N");
      } else {
        size.setDimValue(dim);
      }
    }
    return this;
  }

  TestModel initializer(String name, Tensor tensor) {
    graph().addInitializer(TensorProtos.of(name, tensor));
    return this;
  }

  /**
   * A node.
   *
   * @param operands names separated by spaces; {@code -} is an absent one
   * @param results names separated by spaces
   */
  TestModel node(String operator, String operands, String results, AttributeProto... attributes) {
    graph()
        .addNode(
            NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(names(operands))
                .addAllOutput(names(results))
                .addAllAttribute(List.of(attributes)));
    return this;
  }

  private static List<String> names(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" ")).map(name -> name.equals("-") ? "" : name).toList();
  }

  TestModel output(String... names) {
    for (String name : names) {
      graph().addOutputBuilder().setName(name);
    }
    return this;
  }

  byte[] bytes() {
    return model.build().toByteArray();
  }

  Graph read() {
    return OnnxReader.read(bytes());
  }

  /** The nodes of this model as the reader gives them. */
  List<Node> nodes() {
    return read().nodes();
  }

  /** The node of a model that becomes one. */
  Node onlyNode() {
    List<Node> nodes = nodes();
    if (nodes.size() != 1) {
      throw new AssertionError("expected one node, got " + nodes);
    }
    return nodes.get(0);
  }

  /**
   * A model of one node whose operands x, x1, x2, ... are f32 inputs {@code [1, 4, 5, 6]} and whose
   * result is y.
   */
  static TestModel of(long opset, String operator, AttributeProto... attributes) {
    return opset(opset).input("x", 1, 4, 5, 6).node(operator, "x", "y", attributes).output("y");
  }

  static AttributeProto integer(String name, long value) {
    return attribute(name, AttributeType.INT).setI(value).build();
  }

  static AttributeProto number(String name, float value) {
    return attribute(name, AttributeType.FLOAT).setF(value).build();
  }

  static AttributeProto text(String name, String value) {
    return attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttributeProto integers(String name, long... values) {
    return attribute(name, AttributeType.INTS)
        .addAllInts(Arrays.stream(values).boxed().toList())
        .build();
  }

  static AttributeProto numbers(String name, Float... values) {
    return attribute(name, AttributeType.FLOATS).addAllFloats(Stream.of(values).toList()).build();
  }

  static AttributeProto tensor(String name, Tensor value) {
    return attribute(name, AttributeType.TENSOR).setT(TensorProtos.of("", value)).build();
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }
}
