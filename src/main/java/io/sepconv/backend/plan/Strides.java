package io.sepconv.backend.plan;

/** Distances between elements when axes are split and joined. */
public final class Strides {
  /** No stride at all: those of views that walk backwards are negative. */
  private static final long NONE = Long.MIN_VALUE;

  private Strides() {}

  /**
   * Strides that show the elements of an array, in row-major order of its axes, under other axes.
   *
   * @param from sizes of the array's axes, none of them 0
   * @param strides distance between neighbours along each of them, of either sign
   * @param to sizes of the other axes, of as many elements
   * @return null where no strides do, because axes that do not lie inside each other would be
   *     joined
   */
  public static long[] reshape(int[] from, long[] strides, int[] to) {
    long[] result = new long[to.length];
    int i = 0;
    int j = 0;
    while (j < to.length) {
      // The shortest runs of axes on both sides with equally many elements.
      int firstFrom = i;
      int firstTo = j;
      long sizeFrom = i < from.length ? from[i++] : 1;
      long sizeTo = to[j++];
      while (sizeFrom != sizeTo) {
        if (sizeFrom < sizeTo) {
          sizeFrom *= from[i++];
        } else {
          sizeTo *= to[j++];
        }
      }
      long stride = joined(from, strides, firstFrom, i);
      if (stride == NONE) {
        return null;
      }
      for (int axis = j - 1; axis >= firstTo; axis--) {
        result[axis] = stride;
        stride *= to[axis];
      }
    }
    return result;
  }

  /** The stride of axes seen as one, or {@link #NONE}. Axes of one element lie anywhere. */
  private static long joined(int[] sizes, long[] strides, int first, int end) {
    long inner = NONE;
    long expected = NONE;
    for (int axis = end - 1; axis >= first; axis--) {
      if (sizes[axis] == 1) {
        continue;
      }
      if (inner == NONE) {
        inner = strides[axis];
      } else if (strides[axis] != expected) {
        return NONE;
      }
      expected = strides[axis] * sizes[axis];
    }
    return inner == NONE ? 1 : inner;
  }
}
