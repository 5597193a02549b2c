package io.sepconv.reference;

import io.sepconv.graph.PadBounds;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Pad;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;

/** Padding, which finds a source for every position along one axis after the other. */
final class PadEvaluator {
  private PadEvaluator() {}

  static Tensor evaluate(Pad op, Operands in, ValueType result) {
    Tensor x = in.get(0);
    Shape shape = x.shape();
    PadBounds bounds = PadBounds.of(shape, in.longs(1), in.longs(3));
    int[] strides = shape.rowMajorStrides();
    int[] offsets = {0};
    for (int axis = 0; axis < shape.rank(); axis++) {
      int size = result.shape().dim(axis);
      int[] finer = new int[Math.toIntExact(result.shape().size(0, axis + 1))];
      for (int o = 0; o < size; o++) {
        int source =
            source(op.mode(), o, shape.dim(axis), bounds.begin()[axis], bounds.end()[axis]);
        for (int i = 0; i < offsets.length; i++) {
          boolean padding = source == Elements.NONE || offsets[i] == Elements.NONE;
          finer[i * size + o] = padding ? Elements.NONE : offsets[i] + source * strides[axis];
        }
      }
      offsets = finer;
    }
    return in.has(2)
        ? Elements.pick(x, result.shape(), offsets, in.get(2))
        : Elements.pick(x, result.shape(), offsets);
  }

  /** The position in the operand of position {@code o} of the result along one axis. */
  private static int source(Pad.Mode mode, int o, int length, int begin, int end) {
    // What is cropped is not there to be mirrored or repeated either.
    int first = Math.max(0, -begin);
    int kept = length - first - Math.max(0, -end);
    int position = o - Math.max(0, begin);
    if (position >= 0 && position < kept) {
      return first + position;
    }
    return switch (mode) {
      case CONSTANT -> Elements.NONE;
      case EDGE -> first + (position < 0 ? 0 : kept - 1);
      case WRAP -> first + Math.floorMod(position, kept);
      case REFLECT -> {
        int there = Math.max(1, kept - 1);
        int place = Math.floorMod(position, 2 * there);
        yield first + (kept == 1 ? 0 : Math.min(place, 2 * there - place));
      }
    };
  }
}
