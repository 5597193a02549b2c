package io.sepconv.tensor;

import java.util.Arrays;
import java.util.List;

/**
 * The sizes of a tensor's axes, outermost first; rank 0 is a scalar, sizes of zero are allowed.
 *
 * <p>Immutable. The number of elements always fits a {@code long}; whether it fits a Java array is
 * checked where one is allocated.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;
  private final long size;

  private Shape(int[] dims) {
    long product = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(dims));
      }
      try {
        product = Math.multiplyExact(product, dim);
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(dims) + " has more than 2^63 elements", e);
      }
    }
    this.dims = dims;
    this.size = product;
  }

  /** A shape of the given sizes, outermost axis first. */
  public static Shape of(int... dims) {
    return dims.length == 0 ? SCALAR : new Shape(dims.clone());
  }

  /** A shape of the given sizes; a size beyond 2^31-1 is refused. */
  public static Shape of(long[] dims) {
    int[] narrow = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != (int) dims[i]) {
        throw new IllegalArgumentException(
            "size " + dims[i] + " of axis " + i + " is beyond 2^31-1, in " + Arrays.toString(dims));
      }
      narrow[i] = (int) dims[i];
    }
    return of(narrow);
  }

  /** A shape of the given sizes, outermost axis first. */
  public static Shape of(List<Integer> dims) {
    return of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The number of axes. */
  public int rank() {
    return dims.length;
  }

  /** The size of an axis; a negative axis counts from the last one. */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /** A copy of all sizes. */
  public int[] dims() {
    return dims.clone();
  }

  /** The number of elements; 1 for a scalar. */
  public long size() {
    return size;
  }

  /** The product of the sizes of the axes in {@code [from, to)}. */
  public long size(int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product = Math.multiplyExact(product, dims[i]);
    }
    return product;
  }

  /** Turns an axis that may count from the end (-1 is the last) into one that counts from 0. */
  public int axis(int axis) {
    int positive = axis < 0 ? axis + dims.length : axis;
    if (positive < 0 || positive >= dims.length) {
      throw new IllegalArgumentException(
          "axis " + axis + " is outside the " + dims.length + " axes of " + this);
    }
    return positive;
  }

  /**
   * The distance between neighbours along each axis in a dense row-major array.
   *
   * @throws ArithmeticException if there are more than 2^31-1 elements
   */
  public int[] rowMajorStrides() {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride = size == 0 ? stride * Math.max(1, dims[i]) : Math.multiplyExact(stride, dims[i]);
    }
    return strides;
  }

  /** This shape with {@code size} at {@code axis}. */
  public Shape with(int axis, int size) {
    int[] copy = dims.clone();
    copy[axis(axis)] = size;
    return new Shape(copy);
  }

  /** This shape with ones in front until it has {@code rank} axes. */
  public Shape padRank(int rank) {
    int[] padded = new int[rank];
    Arrays.fill(padded, 1);
    System.arraycopy(dims, 0, padded, rank - dims.length, dims.length);
    return new Shape(padded);
  }

  /**
   * The shape that both operands of an element-wise operation are stretched to: axes are matched
   * from the last, and a size of one is repeated (the multidirectional broadcasting of ONNX and
   * NumPy).
   */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    int[] left = a.padRank(rank).dims;
    int[] right = b.padRank(rank).dims;
    int[] out = new int[rank];
    for (int i = 0; i < rank; i++) {
      if (left[i] != right[i] && left[i] != 1 && right[i] != 1) {
        throw new IllegalArgumentException("shapes " + a + " and " + b + " do not broadcast");
      }
      out[i] = left[i] == 1 ? right[i] : left[i];
    }
    return new Shape(out);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** The sizes as ONNX tools print them: {@code [1, 3, 224, 224]}. */
  @Override
  public String toString() {
    return Arrays.toString(dims);
  }
}
