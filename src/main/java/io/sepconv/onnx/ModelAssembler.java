package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns one graph into the messages of a model; used once. */
final class ModelAssembler {
  private static final int IR_VERSION = 8;

  /** The name of a batch size that only the caller knows. */
  private static final String BATCH = "N";

  private final Graph graph;
  private final GraphProto.Builder proto;

  ModelAssembler(Graph graph) {
    this.graph = graph;
    this.proto = GraphProto.newBuilder().setName(graph.name());
  }

  ModelProto assemble() {
    graph
        .constants()
        .forEach((name, tensor) -> proto.addInitializer(TensorProtos.of(name, tensor)));
    graph.inputs().forEach(input -> proto.addInput(declared(input)));
    int opset = LeastOpset.USUAL;
    for (Node node : graph.nodes()) {
      opset = Math.max(opset, LeastOpset.of(node));
    }
    NodeWriter writer = new NodeWriter(graph, opset, proto);
    graph.nodes().forEach(writer::write);
    Map<String, DataType> types = elementTypes();
    Map<String, TensorShapeProto> shapes = outputShapes();
    for (String output : graph.outputs()) {
      proto.addOutput(value(output, types.get(output), shapes.get(output)));
    }
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(graph.metadata().getOrDefault("producer_name", "sepconv"))
            .setProducerVersion(graph.metadata().getOrDefault("producer_version", ""))
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(proto);
    new TreeMap<>(graph.metadata())
        .forEach(
            (key, text) -> {
              if (!key.equals("producer_name") && !key.equals("producer_version")) {
                model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(text));
              }
            });
    return model.build();
  }

  /** Open sizes have names of their own, since nothing says that two of them are equal. */
  private ValueInfoProto declared(GraphInput input) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int i = 0; i < input.dims().size(); i++) {
      String symbol = i == 0 && graph.inputs().size() == 1 ? BATCH : input.name() + "_" + i;
      shape.addDim(dimension(input.dims().get(i), symbol));
    }
    return value(input.name(), input.type(), shape.build());
  }

  private static Dimension dimension(int size, String symbol) {
    Dimension.Builder dimension = Dimension.newBuilder();
    return size == GraphInput.UNKNOWN
        ? dimension.setDimParam(symbol).build()
        : dimension.setDimValue(size).build();
  }

  private static ValueInfoProto value(String name, DataType type, TensorShapeProto shape) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(ElementTypes.code(type));
    if (shape != null) {
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  /** The element type of every value, which needs no shapes. */
  private Map<String, DataType> elementTypes() {
    Map<String, DataType> types = new HashMap<>();
    graph.constants().forEach((name, tensor) -> types.put(name, tensor.type()));
    graph.inputs().forEach(input -> types.put(input.name(), input.type()));
    for (Node node : graph.nodes()) {
      List<DataType> operands = new ArrayList<>();
      node.inputs().forEach(input -> operands.add(types.get(input)));
      for (int i = 0; i < node.outputs().size(); i++) {
        types.put(node.outputs().get(i), NodeProtos.resultType(node.op(), i, operands));
      }
    }
    return types;
  }

  /**
   * The shapes of the outputs, as far as they follow from the inputs' shapes with at most the batch
   * open: it shows where a size is another for another batch. A model need not say the others.
   */
  private Map<String, TensorShapeProto> outputShapes() {
    Map<String, TensorShapeProto> shapes = new HashMap<>();
    try {
      Map<String, ValueType> one = ShapeInference.infer(withBatch(1));
      Map<String, ValueType> two = ShapeInference.infer(withBatch(2));
      for (String output : graph.outputs()) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        int[] first = one.get(output).shape().dims();
        for (int i = 0; i < first.length; i++) {
          boolean fixed = first[i] == two.get(output).shape().dim(i);
          boolean batch = first[i] == 1 && two.get(output).shape().dim(i) == 2;
          shape.addDim(
              fixed
                  ? dimension(first[i], "")
                  : batch ? dimension(GraphInput.UNKNOWN, BATCH) : Dimension.getDefaultInstance());
        }
        shapes.put(output, shape.build());
      }
    } catch (ModelFormatException | IllegalArgumentException e) {
      // Shapes that are computed while running, or sizes that are open beside the batch.
      return Map.of();
    }
    return shapes;
  }

  private Graph withBatch(int batch) {
    Map<String, Shape> shapes = new HashMap<>();
    for (GraphInput input : graph.inputs()) {
      List<Integer> dims = new ArrayList<>(input.dims());
      if (graph.inputs().size() == 1 && !dims.isEmpty() && dims.get(0) == GraphInput.UNKNOWN) {
        dims.set(0, batch);
      }
      shapes.put(input.name(), Shape.of(dims));
    }
    return graph.withInputShapes(shapes);
  }
}
