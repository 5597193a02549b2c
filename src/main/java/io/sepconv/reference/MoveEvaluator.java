package io.sepconv.reference;

import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.graph.SliceBounds;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Concat;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Op;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/** Operators that move, repeat or relabel elements of any type. */
final class MoveEvaluator {
  private MoveEvaluator() {}

  /** Flatten, Identity, Reshape, Squeeze, Unsqueeze: the operand's elements, another shape. */
  static Tensor relabel(Op op, Operands in, ValueType result) {
    return in.get(0).reshape(result.shape());
  }

  static Tensor shapeOf(ShapeOf op, Operands in, ValueType result) {
    return Tensor.vector(Arrays.stream(in.get(0).shape().dims()).asLongStream().toArray());
  }

  static Tensor constantOfShape(ConstantOfShape op, Operands in, ValueType result) {
    return gather(op.value(), result.shape(), 0, new int[result.shape().rank()]);
  }

  static Tensor transpose(Transpose op, Operands in, ValueType result) {
    Shape x = in.get(0).shape();
    int[] strides = x.rowMajorStrides();
    int[] permuted =
        Arrays.stream(ShapeArithmetic.permutation(op, x.rank())).map(i -> strides[i]).toArray();
    return gather(in.get(0), result.shape(), 0, permuted);
  }

  static Tensor slice(Slice op, Operands in, ValueType result) {
    Shape x = in.get(0).shape();
    SliceBounds bounds =
        SliceBounds.of(x, in.get(1).toLongs(), in.get(2).toLongs(), in.longs(3), in.longs(4));
    int[] strides = x.rowMajorStrides();
    int start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += bounds.start()[axis] * strides[axis];
      strides[axis] *= bounds.step()[axis];
    }
    return gather(in.get(0), result.shape(), start, strides);
  }

  static Tensor concat(Concat op, Operands in, ValueType result) {
    Shape shape = result.shape();
    int axis = shape.axis(op.axis());
    Tensor y = Tensor.zeros(result.type(), shape);
    int block = (int) shape.size(axis, shape.rank());
    int start = 0;
    for (Tensor x : in.tensors()) {
      int length = (int) x.shape().size(axis, shape.rank());
      for (int o = 0; o < shape.size(0, axis); o++) {
        System.arraycopy(array(x), o * length, array(y), o * block + start, length);
      }
      start += length;
    }
    return y;
  }

  private static Object array(Tensor x) {
    return switch (x.type()) {
      case FLOAT32 -> x.floats();
      case INT64 -> x.longs();
      case INT32 -> x.ints();
      case BOOL -> x.booleans();
    };
  }

  /** The elements of x that {@link Offsets#of} visits. */
  private static Tensor gather(Tensor x, Shape shape, int start, int[] strides) {
    return Elements.pick(x, shape, Offsets.of(shape, start, strides));
  }
}
