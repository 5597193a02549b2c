package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;

/** Maxima over windows, and where they lie. */
final class MaxPoolIndicesEvaluator {
  private MaxPoolIndicesEvaluator() {}

  static List<Tensor> evaluate(MaxPoolIndices op, Operands in, List<ValueType> results) {
    Shape y = results.get(0).shape();
    Axes3 axes = Axes3.of(op.pool().window(), in.get(0).shape(), y);
    float[] x = in.floats(0);
    float[] maxima = new float[Math.toIntExact(y.size())];
    long[] places = new long[maxima.length];
    for (int i = 0; i < maxima.length; i++) {
      int[] window = unravel(i % axes.outputPlane(), axes.output());
      int channel = i / axes.outputPlane() * axes.inputPlane();
      int place = place(x, channel, window, axes);
      maxima[i] = place < 0 ? Float.NEGATIVE_INFINITY : x[channel + place];
      places[i] = place < 0 ? -1 : (long) channel + (op.columnMajor() ? turn(place, axes) : place);
    }
    return List.of(Tensor.of(y, maxima), Tensor.of(y, places));
  }

  /** The place within a channel of the maximum of a window, or -1; a NaN is the maximum. */
  private static int place(float[] x, int channel, int[] window, Axes3 axes) {
    int best = -1;
    for (int k = 0; k < axes.kernelPlane(); k++) {
      int[] tap = unravel(k, axes.kernel());
      int place = 0;
      boolean inside = true;
      for (int axis = 0; axis < 3; axis++) {
        int position = axes.position(axis, window[axis], tap[axis]);
        inside &= axes.inside(axis, position);
        place = place * axes.input()[axis] + position;
      }
      if (inside && (best < 0 || isGreater(x[channel + place], x[channel + best]))) {
        best = place;
      }
    }
    return best;
  }

  private static boolean isGreater(float a, float b) {
    return a > b || (Float.isNaN(a) && !Float.isNaN(b));
  }

  /** A row-major place within a channel counted with the first axis dense. */
  private static int turn(int place, Axes3 axes) {
    int[] at = unravel(place, axes.input());
    return (at[2] * axes.input()[1] + at[1]) * axes.input()[0] + at[0];
  }

  private static int[] unravel(int place, int[] sizes) {
    return new int[] {place / sizes[2] / sizes[1], place / sizes[2] % sizes[1], place % sizes[2]};
  }
}
