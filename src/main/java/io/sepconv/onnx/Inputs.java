package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import java.util.List;
import java.util.Optional;

/** Inputs of a graph, from the types that a model declares for them. */
final class Inputs {
  private Inputs() {}

  /** Why a sound input cannot be represented, as the rest of a sentence. */
  static Optional<String> whyUnsupported(ValueInfoProto info) {
    TypeProto type = info.getType();
    if (!type.hasTensorType()) {
      return Optional.of("is not a tensor but " + type.getValueCase());
    }
    int code = type.getTensorType().getElemType();
    if (ElementTypes.of(code, owner(info)).isEmpty()) {
      return Optional.of(ElementTypes.refusal(code));
    }
    if (!type.getTensorType().hasShape()) {
      return Optional.of("has no declared shape; its number of axes must be known");
    }
    int rank = type.getTensorType().getShape().getDimCount();
    return rank <= ValueType.MAX_RANK
        ? Optional.empty()
        : Optional.of("has " + rank + " axes; sepconv has up to " + ValueType.MAX_RANK);
  }

  /** Reads an input that {@link #whyUnsupported} has nothing against. */
  static GraphInput read(ValueInfoProto info) {
    TypeProto.Tensor type = info.getType().getTensorType();
    List<Integer> dims = type.getShape().getDimList().stream().map(dim -> size(dim, info)).toList();
    DataType element = ElementTypes.of(type.getElemType(), owner(info)).orElseThrow();
    requireRepresentable(element, dims, info);
    return new GraphInput(info.getName(), element, dims);
  }

  /** What no size of an open axis could make smaller is refused at once. */
  private static void requireRepresentable(DataType type, List<Integer> dims, ValueInfoProto info) {
    try {
      int[] known = dims.stream().mapToInt(dim -> Math.max(1, dim)).toArray();
      new ValueType(type, Shape.of(known)).requireRepresentable();
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(owner(info) + ": " + e.getMessage(), e);
    }
  }

  private static int size(Dimension dim, ValueInfoProto info) {
    // Paddle's exporter writes -1 where the specification wants a symbolic name.
    if (!dim.hasDimValue() || dim.getDimValue() == -1) {
      return GraphInput.UNKNOWN;
    }
    long size = dim.getDimValue();
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new ModelFormatException(owner(info) + " has an axis of size " + size);
    }
    return (int) size;
  }

  private static String owner(ValueInfoProto info) {
    return "input '" + info.getName() + "'";
  }
}
