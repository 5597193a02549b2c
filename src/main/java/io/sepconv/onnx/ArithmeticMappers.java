package io.sepconv.onnx;

import io.sepconv.op.Binary;
import io.sepconv.op.Identity;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.stream.LongStream;

/** Element-wise functions of two operands and more. */
final class ArithmeticMappers {
  private ArithmeticMappers() {}

  static Mapper binary(Binary.Kind kind) {
    return (attributes, node) -> node.emit(new Binary(kind), node.operands(2, 2));
  }

  /** Opset 6: the second operand is stretched only where the attribute broadcast says so. */
  static Mapper legacy(Binary.Kind kind) {
    return (attributes, node) -> {
      List<String> operands = node.operands(2, 2);
      boolean aligned = attributes.flag("broadcast", false) && attributes.has("axis");
      int axis = attributes.integer("axis", 0);
      node.emit(new Binary(kind), operands.get(0), aligned ? align(node, axis) : operands.get(1));
    };
  }

  /** The second operand with ones behind it, so that it starts at {@code axis} of the first. */
  private static String align(NodeContext node, int axis) {
    int rank = node.rank(0);
    int length = node.rank(1);
    if (rank == Ranks.UNKNOWN || length == Ranks.UNKNOWN) {
      throw node.unsupported(
          "broadcasting along axis " + axis + " needs operands whose number of axes is known");
    }
    int behind = rank - (axis < 0 ? axis + rank : axis) - length;
    if (behind < 0 || behind > rank - length) {
      throw node.malformed(
          "operand 1 with " + length + " axes does not fit axis " + axis + " of " + rank);
    }
    if (behind == 0) {
      return node.operand(1);
    }
    Tensor axes = Tensor.vector(LongStream.range(length, length + behind).toArray());
    return node.derive(new Unsqueeze(), node.operand(1), node.derive("axes", axes));
  }

  /** Any number of operands: a chain of functions of two. */
  static Mapper variadic(Binary.Kind kind) {
    return (attributes, node) -> {
      int count = node.operandCount();
      List<String> operands = node.operands(Math.max(1, count), Integer.MAX_VALUE);
      if (count == 1) {
        node.emit(new Identity(), operands);
        return;
      }
      String left = operands.get(0);
      for (int i = 1; i < count - 1; i++) {
        left = node.derive(new Binary(kind), left, operands.get(i));
      }
      node.emit(new Binary(kind), left, operands.get(count - 1));
    };
  }
}
