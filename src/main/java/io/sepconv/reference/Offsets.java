package io.sepconv.reference;

import io.sepconv.tensor.Shape;

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
