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
      List<String> operands = atLeastOne(node);
      if (operands.size() == 1) {
        node.emit(new Identity(), operands);
        return;
      }
      int last = operands.size() - 1;
      String left = chain(kind, node, operands.subList(0, last));
      node.emit(new Binary(kind), left, operands.get(last));
    };
  }

  /** Any number of operands: their sum, divided by how many there are. */
  static void mean(Attributes attributes, NodeContext node) {
    List<String> operands = atLeastOne(node);
    String sum = chain(Binary.Kind.ADD, node, operands);
    String count = node.derive("count", Tensor.scalar(operands.size()));
    node.emit(new Binary(Binary.Kind.DIV), sum, count);
  }

  private static List<String> atLeastOne(NodeContext node) {
    return node.operands(Math.max(1, node.operandCount()), Integer.MAX_VALUE);
  }

  private static String chain(Binary.Kind kind, NodeContext node, List<String> operands) {
    String left = operands.get(0);
    for (String right : operands.subList(1, operands.size())) {
      left = node.derive(new Binary(kind), left, right);
    }
    return left;
  }
}
