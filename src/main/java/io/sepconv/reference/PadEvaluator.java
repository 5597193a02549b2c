package io.sepconv.reference;

import io.sepconv.graph.PadBounds;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Pad;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/** Padding: every position along an axis has a source of its own, whatever the other axes do. */
final class PadEvaluator {
  private PadEvaluator() {}

  static Tensor evaluate(Pad op, Operands in, ValueType result) {
    Tensor x = in.get(0);
    Shape shape = x.shape();
    PadBounds bounds = PadBounds.of(shape, in.longs(1), in.longs(3));
    int[][] sources = new int[shape.rank()][];
    for (int axis = 0; axis < sources.length; axis++) {
      int length = shape.dim(axis);
      int begin = bounds.begin()[axis];
      int end = bounds.end()[axis];
      sources[axis] = new int[result.shape().dim(axis)];
      Arrays.setAll(sources[axis], o -> source(op.mode(), o, length, begin, end));
    }
    int[] offsets = Offsets.chosen(shape, sources);
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
