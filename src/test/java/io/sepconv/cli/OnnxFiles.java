package io.sepconv.cli;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sepconv.onnx.OnnxTensors;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes tiny models and golden folders. */
final class OnnxFiles {
  private OnnxFiles() {}

  /** {@code y = a - b}, both [1, 3]. */
  static byte[] difference() {
    return model(
        GraphProto.newBuilder()
            .addInput(value("a", 1, 3))
            .addInput(value("b", 1, 3))
            .addOutput(value("y", 1, 3))
            .addNode(node("Sub", "y", "a", "b")));
  }

  /** {@code y = relu(x)} for x [N, 3, H, W] with open N, H and W, and {@code z = -1 * y}. */
  static byte[] twoOutputs() {
    return model(
        GraphProto.newBuilder()
            .addInput(value("x", -1, 3, -1, -1))
            .addOutput(value("y", -1, 3, -1, -1))
            .addOutput(value("z", -1, 3, -1, -1))
            .addInitializer(
                TensorProto.newBuilder()
                    .setName("minus")
                    .setDataType(TensorProto.DataType.FLOAT.getNumber())
                    .addFloatData(-1))
            .addNode(node("Relu", "y", "x"))
            .addNode(node("Mul", "z", "y", "minus")));
  }

  /** {@code y = Tile(x, repeats)}, x [1, 3], so that the values of an input decide a shape. */
  static byte[] tile() {
    ValueInfoProto.Builder repeats = value("repeats", 2).toBuilder();
    repeats
        .getTypeBuilder()
        .getTensorTypeBuilder()
        .setElemType(TensorProto.DataType.INT64.getNumber());
    return model(
        GraphProto.newBuilder()
            .addInput(repeats)
            .addInput(value("x", 1, 3))
            .addOutput(value("y", -1, -1))
            .addNode(node("Tile", "y", "x", "repeats")));
  }

  /** A 3x3 convolution with padding, two channels to one, on x [1, 2, 5, 5]. */
  static byte[] convolution() {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName("w")
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addAllDims(Arrays.asList(1L, 2L, 3L, 3L));
    for (int i = 0; i < 18; i++) {
      weights.addFloatData(i - 9);
    }
    AttributeProto pads =
        AttributeProto.newBuilder()
            .setName("pads")
            .setType(AttributeProto.AttributeType.INTS)
            .addAllInts(Arrays.asList(1L, 1L, 1L, 1L))
            .build();
    return model(
        GraphProto.newBuilder()
            .addInput(value("x", 1, 2, 5, 5))
            .addOutput(value("y", 1, 1, 5, 5))
            .addInitializer(weights)
            .addNode(node("Conv", "y", "x", "w").toBuilder().addAttribute(pads)));
  }

  /** An operator that does not exist. */
  static byte[] unknownOperator() {
    return model(
        GraphProto.newBuilder()
            .addInput(value("x", 1, 3))
            .addOutput(value("y", 1, 3))
            .addNode(node("Frobnicate", "y", "x")));
  }

  private static NodeProto node(String operator, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName("node_" + output)
        .addAllInput(Arrays.asList(inputs))
        .addOutput(output)
        .build();
  }

  private static ValueInfoProto value(String name, long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
      shape.addDim(
          size < 0
              ? dimension.setDimParam("d" + shape.getDimCount())
              : dimension.setDimValue(size));
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)))
        .build();
  }

  private static byte[] model(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
        .setGraph(graph.setName("tiny"))
        .build()
        .toByteArray();
  }

  /** Writes a model file and the folders above it. */
  static Path write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** Writes {@code input_index.pb} or {@code output_index.pb} of a data set. */
  static void tensor(Path golden, int dataSet, String what, int index, String name, Tensor tensor)
      throws IOException {
    Path folder = golden.resolve("test_data_set_" + dataSet);
    Files.createDirectories(folder);
    OnnxTensors.write(folder.resolve(what + "_" + index + ".pb"), name, tensor);
  }
}
