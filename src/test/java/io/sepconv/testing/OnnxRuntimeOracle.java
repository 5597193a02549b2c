package io.sepconv.testing;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.sepconv.onnx.OnnxForm;
import io.sepconv.op.Op;
import io.sepconv.op.Resize;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime, an implementation that shares nothing with ours, on one thread and without
 * optimisation: whole models, or one operator as a model of a single node with all operands as
 * inputs.
 */
public final class OnnxRuntimeOracle {
  private static final int IR_VERSION = 8;

  private OnnxRuntimeOracle() {}

  /**
   * The result that ONNX Runtime gives.
   *
   * @param op the operator
   * @param opset the version of ONNX's operators that the model declares
   * @param operands in the operator's order; null for an absent optional one
   */
  public static Tensor evaluate(Op op, int opset, List<Tensor> operands) {
    return evaluateAll(op, opset, operands, 1).get(0);
  }

  /** The results that ONNX Runtime gives for an operator of several; as for one. */
  public static List<Tensor> evaluateAll(Op op, int opset, List<Tensor> operands, int results) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    byte[] model = model(op, opset, operands, results).toByteArray();
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = options(OptLevel.NO_OPT);
        OrtSession session = environment.createSession(model, options)) {
      for (int i = 0; i < operands.size(); i++) {
        if (operands.get(i) != null) {
          inputs.put("in" + i, toOnnx(environment, operands.get(i)));
        }
      }
      try (OrtSession.Result result = session.run(inputs)) {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < results; i++) {
          tensors.add(fromOnnx((OnnxTensor) result.get(i)));
        }
        return tensors;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses " + op + ": " + e.getMessage(), e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  /**
   * The outputs of a whole model, by name, in order.
   *
   * @param model the bytes of its file
   * @param inputs by name
   */
  public static Map<String, Tensor> run(byte[] model, Map<String, Tensor> inputs) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = options(OptLevel.NO_OPT);
        OrtSession session = environment.createSession(model, options)) {
      for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
        given.put(input.getKey(), toOnnx(environment, input.getValue()));
      }
      try (OrtSession.Result result = session.run(given)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          outputs.put(output.getKey(), fromOnnx((OnnxTensor) output.getValue()));
        }
        return outputs;
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refuses the model: " + e.getMessage(), e);
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  /** Options of a session on one thread. */
  static OrtSession.SessionOptions options(OptLevel level) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(level);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
    return options;
  }

  private static ModelProto model(Op op, int opset, List<Tensor> operands, int results) {
    NodeProto.Builder node = OnnxForm.of(op).toBuilder();
    GraphProto.Builder graph = GraphProto.newBuilder().setName("one_node");
    for (int i = 0; i < operands.size(); i++) {
      Tensor operand = operands.get(i);
      if (op instanceof Resize && i == 1) {
        // In ONNX the region of interest stands before the scales.
        node.addInput(operands.size() > 3 ? "in3" : "");
      }
      if (!(op instanceof Resize && i == 3)) {
        node.addInput(operand == null ? "" : "in" + i);
      }
      if (operand != null) {
        graph.addInput(value("in" + i, operand.type(), operand.shape()));
      }
    }
    DataType result = OnnxForm.resultType(op, operands);
    graph.addOutput(value("out", result, null));
    node.addOutput("out");
    for (int i = 1; i < results; i++) {
      node.addOutput("out" + i);
      graph.addOutput(ValueInfoProto.newBuilder().setName("out" + i));
    }
    graph.addNode(node);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .setGraph(graph)
        .build();
  }

  private static ValueInfoProto value(String name, DataType type, Shape shape) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(OnnxForm.elementType(type));
    if (shape != null) {
      TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
      for (int dim : shape.dims()) {
        dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dim));
      }
      tensor.setShape(dims);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  static OnnxTensor toOnnx(OrtEnvironment environment, Tensor tensor) throws OrtException {
    long[] shape = Arrays.stream(tensor.shape().dims()).asLongStream().toArray();
    return switch (tensor.type()) {
      case FLOAT32 ->
          OnnxTensor.createTensor(environment, FloatBuffer.wrap(tensor.floats()), shape);
      case INT64 -> OnnxTensor.createTensor(environment, LongBuffer.wrap(tensor.longs()), shape);
      case INT32 -> OnnxTensor.createTensor(environment, IntBuffer.wrap(tensor.ints()), shape);
      case BOOL -> {
        ByteBuffer bytes = ByteBuffer.allocateDirect(tensor.size()).order(ByteOrder.nativeOrder());
        for (boolean value : tensor.booleans()) {
          bytes.put((byte) (value ? 1 : 0));
        }
        yield OnnxTensor.createTensor(environment, bytes.flip(), shape, OnnxJavaType.BOOL);
      }
    };
  }

  static Tensor fromOnnx(OnnxTensor tensor) {
    Shape shape = Shape.of(tensor.getInfo().getShape());
    int size = Math.toIntExact(shape.size());
    switch (tensor.getInfo().type) {
      case FLOAT:
        float[] floats = new float[size];
        tensor.getFloatBuffer().get(floats);
        return Tensor.of(shape, floats);
      case INT64:
        long[] longs = new long[size];
        tensor.getLongBuffer().get(longs);
        return Tensor.of(shape, longs);
      case INT32:
        int[] ints = new int[size];
        tensor.getIntBuffer().get(ints);
        return Tensor.of(shape, ints);
      case BOOL:
        boolean[] booleans = new boolean[size];
        ByteBuffer bytes = tensor.getByteBuffer();
        for (int i = 0; i < size; i++) {
          booleans[i] = bytes.get(i) != 0;
        }
        return Tensor.of(shape, booleans);
      default:
        throw new IllegalStateException("no tensor holds " + tensor.getInfo());
    }
  }
}
