package io.sepconv.reference;

import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Where each element of a result comes from in a dense array that is walked in strides. */
final class Offsets {
  private Offsets() {}

  /**
   * The source offset of every element of {@code shape}, row-major.
   *
   * @param shape the result
   * @param start offset of its first element
   * @param strides distance in the source per axis of the result; 0 repeats, negative walks back
   */
  static int[] of(Shape shape, int start, int[] strides) {
    int[] offsets = new int[Math.toIntExact(shape.size())];
    int[] position = new int[shape.rank()];
    int offset = start;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        offset += strides[axis];
        if (++position[axis] < shape.dim(axis)) {
          break;
        }
        offset -= position[axis] * strides[axis];
        position[axis] = 0;
      }
    }
    return offsets;
  }

  /**
   * The source offsets of a result that takes chosen positions along each axis.
   *
   * @param x the source
   * @param sources for each axis, the position in the source for each position in the result;
   *     {@link Elements#NONE} for one that comes from nowhere
   */
  static int[] chosen(Shape x, int[][] sources) {
    if (Arrays.stream(sources).anyMatch(positions -> positions.length == 0)) {
      return new int[0];
    }
    int[] strides = x.rowMajorStrides();
    int[] offsets = {0};
    for (int axis = 0; axis < x.rank(); axis++) {
      int size = sources[axis].length;
      int[] finer = new int[Math.multiplyExact(offsets.length, size)];
      for (int i = 0; i < finer.length; i++) {
        int before = offsets[i / size];
        int source = sources[axis][i % size];
        boolean none = before == Elements.NONE || source == Elements.NONE;
        finer[i] = none ? Elements.NONE : before + source * strides[axis];
      }
      offsets = finer;
    }
    return offsets;
  }

  /** For each axis, all its positions in their order. */
  static int[][] everything(Shape x) {
    int[][] positions = new int[x.rank()][];
    Arrays.setAll(positions, axis -> IntStream.range(0, x.dim(axis)).toArray());
    return positions;
  }

  /** The offsets of an operand that is broadcast to {@code shape}. */
  static int[] broadcast(Shape operand, Shape shape) {
    Shape padded = operand.padRank(shape.rank());
    int[] strides = padded.rowMajorStrides();
    for (int axis = 0; axis < strides.length; axis++) {
      if (padded.dim(axis) == 1) {
        strides[axis] = 0;
      }
    }
    return of(shape, 0, strides);
  }
}
