package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.tensor.DataType;
import java.util.Optional;

/** ONNX's codes of element types. */
final class ElementTypes {
  private ElementTypes() {}

  /**
   * The type of a code; empty for the many that ONNX has and sepconv has not.
   *
   * @param owner what has the type, for the message if the file does not say which: "input 'x'"
   */
  static Optional<DataType> of(int code, String owner) {
    return switch (code) {
      case TensorProto.DataType.FLOAT_VALUE -> Optional.of(DataType.FLOAT32);
      case TensorProto.DataType.INT64_VALUE -> Optional.of(DataType.INT64);
      case TensorProto.DataType.INT32_VALUE -> Optional.of(DataType.INT32);
      case TensorProto.DataType.BOOL_VALUE -> Optional.of(DataType.BOOL);
      case TensorProto.DataType.UNDEFINED_VALUE ->
          throw new ModelFormatException(owner + " has no element type (0 in the file)");
      default -> Optional.empty();
    };
  }

  static int code(DataType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
      case INT64 -> TensorProto.DataType.INT64_VALUE;
      case INT32 -> TensorProto.DataType.INT32_VALUE;
      case BOOL -> TensorProto.DataType.BOOL_VALUE;
    };
  }

  /** ONNX's name of a code, or the code itself if it is newer than the messages we read with. */
  static String name(int code) {
    TensorProto.DataType type = TensorProto.DataType.forNumber(code);
    return type == null ? Integer.toString(code) : type.name();
  }

  /** What is wrong with a type that {@link #of} does not know, and the way out. */
  static String refusal(int code) {
    return "has element type "
        + name(code)
        + "; sepconv has FLOAT, INT64, INT32 and BOOL: export the model in float32";
  }
}
