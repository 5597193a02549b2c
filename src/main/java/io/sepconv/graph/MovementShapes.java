package io.sepconv.graph;

import static io.sepconv.graph.ShapeRules.floats;
import static io.sepconv.graph.ShapeRules.require;

import io.sepconv.graph.ShapeInference.Operands;
import io.sepconv.op.Concat;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Flatten;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;

/** Shapes of the operators that move, repeat, resample or relabel elements. */
final class MovementShapes {
  private MovementShapes() {}

  private static ValueType retype(Operands in, Shape shape) {
    return new ValueType(in.type(0).type(), shape);
  }

  static ValueType concat(Concat op, Operands in) {
    ValueType first = in.type(0);
    int axis = first.shape().axis(op.axis());
    int total = 0;
    for (int i = 0; i < in.types().size(); i++) {
      ValueType type = in.type(i);
      boolean fits = type.type() == first.type() && type.shape().rank() == first.shape().rank();
      require(
          fits && type.shape().with(axis, 0).equals(first.shape().with(axis, 0)),
          "operand %d (%s) does not fit operand 0 (%s) along axis %d",
          i,
          type,
          first,
          axis);
      total = Math.addExact(total, type.shape().dim(axis));
    }
    return new ValueType(first.type(), first.shape().with(axis, total));
  }

  static ValueType constantOfShape(ConstantOfShape op, Operands in) {
    return new ValueType(op.value().type(), Shape.of(in.constant(0).toLongs()));
  }

  static ValueType flatten(Flatten op, Operands in) {
    return retype(in, ShapeArithmetic.flatten(op, in.type(0).shape()));
  }

  static ValueType reshape(Reshape op, Operands in) {
    return retype(in, ShapeArithmetic.reshape(op, in.type(0).shape(), in.constant(1).toLongs()));
  }

  static ValueType resize(Resize op, Operands in) {
    Shape x = floats(in, 0).shape();
    float[] scales = in.has(1) ? in.constant(1).floats() : null;
    if (op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE) {
      int axes = Sampling.axes(op, x).length;
      require(
          in.has(2) && floats(in, 3).shape().equals(Shape.of(2 * axes)),
          "TF_CROP_AND_RESIZE needs sizes and a roi of [%d]",
          2 * axes);
    }
    return ValueType.floats(Shape.of(Sampling.of(op, x, scales, in.longs(2)).size()));
  }

  static ValueType shapeOf(ShapeOf op, Operands in) {
    return new ValueType(DataType.INT64, Shape.of(in.type(0).shape().rank()));
  }

  static ValueType slice(Slice op, Operands in) {
    Shape x = in.type(0).shape();
    return retype(
        in,
        SliceBounds.of(
                x, in.constant(1).toLongs(), in.constant(2).toLongs(), in.longs(3), in.longs(4))
            .shape());
  }

  static ValueType squeeze(Squeeze op, Operands in) {
    return retype(in, ShapeArithmetic.squeeze(in.type(0).shape(), in.longs(1)));
  }

  static ValueType transpose(Transpose op, Operands in) {
    return retype(in, ShapeArithmetic.transpose(op, in.type(0).shape()));
  }

  static ValueType unsqueeze(Unsqueeze op, Operands in) {
    return retype(in, ShapeArithmetic.unsqueeze(in.type(0).shape(), in.constant(1).toLongs()));
  }
}
