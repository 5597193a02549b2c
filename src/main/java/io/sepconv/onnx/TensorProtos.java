package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Tensors of ONNX's message TensorProto.
 *
 * <p>An array is allocated only after the declared element count has been found equal to the number
 * of elements that are there, so a small file cannot ask for a large one.
 */
final class TensorProtos {
  private TensorProtos() {}

  /** Why a sound tensor cannot be read, as the rest of a sentence that starts with its name. */
  static Optional<String> whyUnsupported(TensorProto proto) {
    if (ElementTypes.of(proto.getDataType(), owner(proto)).isEmpty()) {
      return Optional.of(ElementTypes.refusal(proto.getDataType()));
    }
    return proto.getDimsCount() <= ValueType.MAX_RANK
        ? Optional.empty()
        : Optional.of(
            "has " + proto.getDimsCount() + " axes; sepconv has up to " + ValueType.MAX_RANK);
  }

  /** Reads a tensor that {@link #whyUnsupported} has nothing against. */
  static Tensor read(TensorProto proto, ExternalData external) {
    try {
      return decode(proto, external);
    } catch (ModelFormatException e) {
      throw e.at(owner(proto));
    } catch (IllegalArgumentException e) { // sizes of Shape
      throw new ModelFormatException(owner(proto) + ": " + e.getMessage(), e);
    }
  }

  private static String owner(TensorProto proto) {
    return "tensor '" + proto.getName() + "'";
  }

  private static Tensor decode(TensorProto proto, ExternalData external) {
    DataType type = ElementTypes.of(proto.getDataType(), owner(proto)).orElseThrow();
    Shape shape = Shape.of(proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
    if (proto.hasSegment()) {
      throw new ModelFormatException(
          "it is cut into segments, or it is no tensor but a message of another kind");
    }
    if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
      return fromBytes(type, shape, external.read(proto, bytes(type, shape)));
    }
    int typed = typedCount(proto, type);
    if (proto.getRawData().isEmpty()) {
      requireCount("values", shape.size(), typed, type, shape);
      return fromFields(proto, type, shape, typed);
    }
    if (typed > 0) {
      throw new ModelFormatException(
          "it holds " + proto.getRawData().size() + " raw bytes and " + typed + " values at once");
    }
    requireCount("bytes", bytes(type, shape), proto.getRawData().size(), type, shape);
    return fromBytes(type, shape, proto.getRawData().asReadOnlyByteBuffer());
  }

  private static long bytes(DataType type, Shape shape) {
    // A count that overflows is larger than any file: no need to know by how much.
    return shape.size() > Long.MAX_VALUE / type.bytes()
        ? Long.MAX_VALUE
        : shape.size() * type.bytes();
  }

  private static void requireCount(
      String unit, long expected, long actual, DataType type, Shape shape) {
    if (expected != actual) {
      throw new ModelFormatException(
          String.format("%s %s needs %d %s, the file has %d", type, shape, expected, unit, actual));
    }
  }

  private static int typedCount(TensorProto proto, DataType type) {
    return switch (type) {
      case FLOAT32 -> proto.getFloatDataCount();
      case INT64 -> proto.getInt64DataCount();
      case INT32, BOOL -> proto.getInt32DataCount();
    };
  }

  private static Tensor fromFields(TensorProto proto, DataType type, Shape shape, int n) {
    Tensor tensor = allocate(type, shape);
    for (int i = 0; i < n; i++) {
      switch (type) {
        case FLOAT32 -> tensor.floats()[i] = proto.getFloatData(i);
        case INT64 -> tensor.longs()[i] = proto.getInt64Data(i);
        case INT32 -> tensor.ints()[i] = proto.getInt32Data(i);
        case BOOL -> tensor.booleans()[i] = proto.getInt32Data(i) != 0;
      }
    }
    return tensor;
  }

  private static Tensor fromBytes(DataType type, Shape shape, ByteBuffer bytes) {
    Tensor tensor = allocate(type, shape);
    ByteBuffer in = bytes.order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FLOAT32 -> in.asFloatBuffer().get(tensor.floats());
      case INT64 -> in.asLongBuffer().get(tensor.longs());
      case INT32 -> in.asIntBuffer().get(tensor.ints());
      case BOOL -> {
        for (int i = 0; i < tensor.size(); i++) {
          tensor.booleans()[i] = in.get() != 0;
        }
      }
    }
    return tensor;
  }

  /** A tensor for as many elements as were found; there may be none, but axes without end. */
  private static Tensor allocate(DataType type, Shape shape) {
    new ValueType(type, shape).requireRepresentable();
    return Tensor.zeros(type, shape);
  }

  /** The message of a tensor, its elements as raw bytes. */
  static TensorProto of(String name, Tensor tensor) {
    int bytes = Math.multiplyExact(tensor.size(), tensor.type().bytes());
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case FLOAT32 -> out.asFloatBuffer().put(tensor.floats());
      case INT64 -> out.asLongBuffer().put(tensor.longs());
      case INT32 -> out.asIntBuffer().put(tensor.ints());
      case BOOL -> {
        for (int i = 0; i < tensor.size(); i++) {
          out.put(i, (byte) (tensor.booleans()[i] ? 1 : 0));
        }
      }
    }
    TensorProto.Builder proto =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(ElementTypes.code(tensor.type()))
            .setRawData(UnsafeByteOperations.unsafeWrap(out));
    for (int dim : tensor.shape().dims()) {
      proto.addDims(dim);
    }
    return proto.build();
  }
}
