package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.sepconv.op.Cast;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Identity;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.stream.Stream;

/** Constants, copies and what describes a value: Cast, Shape, Identity, Dropout. */
final class ValueMappers {
  private static final Tensor TRUE = Tensor.of(Shape.of(), true);

  private ValueMappers() {}

  static void constant(Attributes attributes, NodeContext node) {
    node.requireOperands(0, 0);
    List<String> given =
        Stream.of("value", "value_float", "value_floats", "value_int", "value_ints")
            .filter(attributes::has)
            .toList();
    if (given.size() > 1 || (given.isEmpty() && attributes.unread().isEmpty())) {
      throw node.malformed("a constant has one value, this one has " + given.size());
    }
    if (!given.isEmpty()) {
      node.emitConstant(value(given.get(0), attributes, node));
    }
  }

  private static Tensor value(String name, Attributes attributes, NodeContext node) {
    switch (name) {
      case "value":
        return node.tensor(name, attributes.tensor(name));
      case "value_float":
        return Tensor.scalar(attributes.number(name, 0));
      case "value_floats":
        float[] numbers = attributes.requiredNumbers(name);
        return Tensor.of(Shape.of(numbers.length), numbers);
      case "value_int":
        return Tensor.of(Shape.of(), attributes.requiredLong(name));
      default:
        return Tensor.vector(attributes.requiredLongs(name));
    }
  }

  static void constantOfShape(Attributes attributes, NodeContext node) {
    TensorProto value = attributes.tensor("value");
    Tensor one = value == null ? Tensor.of(Shape.of(1), 0f) : node.tensor("value", value);
    node.emit(new ConstantOfShape(one), node.operands(1, 1));
  }

  static void cast(Attributes attributes, NodeContext node) {
    attributes.ignore("saturate", "round_mode"); // of conversions to 8-bit floats
    int to = attributes.requiredInteger("to");
    DataType type =
        ElementTypes.of(to, node.toString())
            .orElseThrow(
                () ->
                    node.unsupported(
                        "it casts to "
                            + ElementTypes.name(to)
                            + "; sepconv has FLOAT, INT64, INT32"
                            + " and BOOL"));
    node.emit(new Cast(type), node.operands(1, 1));
  }

  static void shape(Attributes attributes, NodeContext node) {
    node.emit(new ShapeOf(), node.operands(1, 1));
  }

  static void partOfShape(Attributes attributes, NodeContext node) {
    int start = attributes.integer("start", 0);
    int end = attributes.integer("end", Integer.MAX_VALUE);
    if (start == 0 && end == Integer.MAX_VALUE) {
      shape(attributes, node);
      return;
    }
    node.requireOperands(1, 1);
    // Counted from the end and clamped as the bounds of a Slice are.
    node.emit(
        new Slice(),
        node.derive(new ShapeOf(), node.operand(0)),
        node.derive("start", Tensor.vector(start)),
        node.derive("end", Tensor.vector(end)));
  }

  static void identity(Attributes attributes, NodeContext node) {
    node.emit(new Identity(), node.operands(1, 1));
  }

  static void dropoutByAttributes(Attributes attributes, NodeContext node) {
    attributes.ignore("ratio");
    if (node.opset() < 7 && !attributes.flag("is_test", true)) {
      throw node.unsupported("is_test = 0 asks for training");
    }
    node.requireOperands(1, 1);
    dropout(node, node.opset() < 10 ? Tensor.scalar(1) : TRUE);
  }

  static void dropoutByOperands(Attributes attributes, NodeContext node) {
    attributes.ignore("seed");
    node.requireOperands(1, 3);
    if (node.has(2)) {
      Tensor training = node.requireConstant(2, "training_mode");
      if (!training.equals(Tensor.of(training.shape(), new boolean[training.size()]))) {
        throw node.unsupported("training_mode " + training + " asks for training");
      }
    }
    dropout(node, TRUE);
  }

  /** Nothing is dropped, so every element of the mask says that it was kept. */
  private static void dropout(NodeContext node, Tensor kept) {
    String x = node.operand(0);
    if (node.isRead(1)) {
      node.emitResult(1, new ConstantOfShape(kept), node.derive(new ShapeOf(), x));
    }
    node.emit(new Identity(), x);
  }
}
