package io.sepconv.reference;

import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.graph.ValueType;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Expand;
import io.sepconv.op.Gather;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.op.Where;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Operators that choose, repeat or regroup elements of any type. */
final class SelectionEvaluator {
  private SelectionEvaluator() {}

  static Tensor gather(Gather op, Operands in, ValueType result) {
    Shape x = in.get(0).shape();
    int axis = x.axis(op.axis());
    int length = x.dim(axis);
    long[] indices = in.longs(1);
    int[] chosen = new int[indices.length];
    for (int i = 0; i < chosen.length; i++) {
      if (indices[i] < -length || indices[i] >= length) {
        throw new IllegalArgumentException(
            String.format(
                "index %d is outside the %d elements of axis %d of %s",
                indices[i], length, axis, x));
      }
      chosen[i] = (int) (indices[i] < 0 ? indices[i] + length : indices[i]);
    }
    int[][] sources = Offsets.everything(x);
    sources[axis] = chosen;
    return Elements.pick(in.get(0), result.shape(), Offsets.chosen(x, sources));
  }

  static Tensor expand(Expand op, Operands in, ValueType result) {
    Shape shape = result.shape();
    return Elements.pick(in.get(0), shape, Offsets.broadcast(in.get(0).shape(), shape));
  }

  static Tensor tile(Tile op, Operands in, ValueType result) {
    Shape x = in.get(0).shape();
    int[][] sources = new int[x.rank()][];
    for (int axis = 0; axis < x.rank(); axis++) {
      sources[axis] = new int[result.shape().dim(axis)];
      for (int o = 0; o < sources[axis].length; o++) {
        sources[axis][o] = o % x.dim(axis);
      }
    }
    return Elements.pick(in.get(0), result.shape(), Offsets.chosen(x, sources));
  }

  static Tensor where(Where op, Operands in, ValueType result) {
    Shape shape = result.shape();
    int[] condition = Offsets.broadcast(in.get(0).shape(), shape);
    int[] x = Offsets.broadcast(in.get(1).shape(), shape);
    int[] y = Offsets.broadcast(in.get(2).shape(), shape);
    Tensor out = Tensor.zeros(result.type(), shape);
    for (int i = 0; i < x.length; i++) {
      boolean first = in.get(0).booleans()[condition[i]];
      Elements.copy(in.get(first ? 1 : 2), first ? x[i] : y[i], out, i);
    }
    return out;
  }

  static List<Tensor> split(Split op, Operands in, List<ValueType> results) {
    Tensor x = in.get(0);
    int axis = x.shape().axis(op.axis());
    int[] strides = x.shape().rowMajorStrides();
    List<Tensor> parts = new ArrayList<>();
    int start = 0;
    for (ValueType result : results) {
      Shape shape = result.shape();
      parts.add(Elements.pick(x, shape, Offsets.of(shape, start, strides)));
      start += shape.dim(axis) * strides[axis];
    }
    return parts;
  }

  static Tensor depthToSpace(DepthToSpace op, Operands in, ValueType result) {
    return regroup(in, result, ShapeArithmetic.blocks(op, in.get(0).shape()));
  }

  static Tensor spaceToDepth(SpaceToDepth op, Operands in, ValueType result) {
    return regroup(in, result, ShapeArithmetic.blocks(op, in.get(0).shape()));
  }

  /** The operand seen with more axes, and these in another order. */
  private static Tensor regroup(Operands in, ValueType result, ShapeArithmetic.Regrouping blocks) {
    int[] strides = blocks.seen().rowMajorStrides();
    int[] dims = new int[strides.length];
    int[] permuted = new int[strides.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = blocks.seen().dim(blocks.order()[i]);
      permuted[i] = strides[blocks.order()[i]];
    }
    return Elements.pick(in.get(0), result.shape(), Offsets.of(Shape.of(dims), 0, permuted));
  }
}
