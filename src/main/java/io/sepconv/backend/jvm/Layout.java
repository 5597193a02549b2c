package io.sepconv.backend.jvm;

import io.sepconv.backend.plan.Strides;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the elements of a value lie in an array of floats: element (i, j, ...) at {@code offset + i *
 * strides[0] + j * strides[1] + ...} of a piece of {@code size} floats.
 *
 * <p>Images are kept channels-last: the channels of a pixel are neighbours, and the distance
 * between pixels, the pitch, is their number rounded up to whole vectors. What lies between two
 * pixels belongs to nobody: kernels may write it, and what they read there reaches no result.
 * Immutable.
 */
final class Layout {
  /** Floats of a cache line. */
  static final int LINE = 16;

  /**
   * Pixels at a multiple of this many floats, 1 KiB, share few sets of the first-level cache: 512
   * channels at 14 x 14 take a depthwise kernel on a Zen 4 half as long with a line between them.
   */
  private static final int COLLIDING = 256;

  private final Shape shape;
  private final int[] strides;
  private final int offset;
  private final int size;
  private final boolean bordered;

  private Layout(Shape shape, int[] strides, int offset, int size) {
    this(shape, strides, offset, size, false);
  }

  private Layout(Shape shape, int[] strides, int offset, int size, boolean bordered) {
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = size;
    this.bordered = bordered;
  }

  /** The order of a Java array. */
  static Layout rowMajor(Shape shape) {
    return new Layout(shape, shape.rowMajorStrides(), 0, Math.toIntExact(shape.size()));
  }

  /**
   * Channels-last.
   *
   * @param shape {@code [N, C, (D,) (H,) W]} or {@code [N, C]}
   * @param lanes the pitch is a multiple of it
   */
  static Layout channelsLast(Shape shape, int lanes) {
    int[] none = new int[shape.rank() - 2];
    int pitch = roundUp(shape.dim(1), lanes);
    boolean collides = pitch % COLLIDING == 0 && shape.size(2, shape.rank()) > 1;
    return bordered(shape, collides ? pitch + roundUp(LINE, lanes) : pitch, none, none);
  }

  /**
   * Channels-last, the channels dense, with room for padding around the picture.
   *
   * @param shape {@code [N, C, (D,) (H,) W]}
   * @param pitch distance between pixels, at least C
   * @param begin pixels before the picture along each spatial axis
   * @param end pixels behind it
   */
  static Layout bordered(Shape shape, int pitch, int[] begin, int[] end) {
    int[] strides = new int[shape.rank()];
    strides[1] = 1;
    int stride = pitch;
    int offset = 0;
    for (int axis = shape.rank() - 1; axis >= 2; axis--) {
      strides[axis] = stride;
      offset += begin[axis - 2] * stride;
      stride = Math.multiplyExact(stride, begin[axis - 2] + shape.dim(axis) + end[axis - 2]);
    }
    strides[0] = stride;
    boolean bordered = Arrays.stream(begin).sum() + Arrays.stream(end).sum() > 0;
    return new Layout(shape, strides, offset, Math.multiplyExact(stride, shape.dim(0)), bordered);
  }

  /** The least multiple of {@code unit} that is not below {@code n}. */
  static int roundUp(int n, int unit) {
    return Math.multiplyExact((n + unit - 1) / unit, unit);
  }

  Shape shape() {
    return shape;
  }

  /** Distance between neighbours along an axis; the last axis is -1. */
  int stride(int axis) {
    return strides[shape.axis(axis)];
  }

  /** Distance between neighbours along D, H or W (0, 1, 2); 0 for an axis that is not there. */
  int spatialStride(int axis) {
    int at = shape.rank() - 3 + axis;
    return at < 2 ? 0 : strides[at];
  }

  int[] strides() {
    return strides.clone();
  }

  /** Where the first element lies. */
  int offset() {
    return offset;
  }

  /** Floats that the memory takes. */
  int size() {
    return size;
  }

  /** Whether what lies around the picture belongs to it: zeros, as padding. */
  boolean isBordered() {
    return bordered;
  }

  /** The same memory with its axes in another order. */
  Layout permuted(int[] perm) {
    int[] dims = new int[perm.length];
    int[] other = new int[perm.length];
    for (int i = 0; i < perm.length; i++) {
      dims[i] = shape.dim(perm[i]);
      other[i] = strides[perm[i]];
    }
    return new Layout(Shape.of(dims), other, offset, size);
  }

  /** The same memory under another shape of as many elements; null where no strides say that. */
  Layout reshaped(Shape other) {
    if (shape.equals(other)) {
      return this;
    }
    long[] wide = Arrays.stream(strides).asLongStream().toArray();
    long[] seen = Strides.reshape(shape.dims(), wide, other.dims());
    return seen == null
        ? null
        : new Layout(other, Arrays.stream(seen).mapToInt(Math::toIntExact).toArray(), offset, size);
  }

  /** Some positions of one axis, in place. */
  Layout part(int axis, int begin, int length) {
    return new Layout(shape.with(axis, length), strides, offset + begin * stride(axis), size);
  }

  /**
   * Positions {@code start, start + step, ...} of every axis, in place.
   *
   * @param steps not 0; negative ones walk back
   */
  Layout slice(int[] start, int[] steps, Shape result) {
    int first = offset;
    int[] other = new int[strides.length];
    for (int axis = 0; axis < other.length; axis++) {
      first += start[axis] * strides[axis];
      other[axis] = strides[axis] * steps[axis];
    }
    return new Layout(result, other, first, size);
  }

  /** The elements repeated along axes of size 1 (and axes in front), as ONNX broadcasts them. */
  Layout broadcast(Shape result) {
    int extra = result.rank() - shape.rank();
    int[] other = new int[result.rank()];
    for (int axis = extra; axis < result.rank(); axis++) {
      other[axis] = shape.dim(axis - extra) == 1 ? 0 : strides[axis - extra];
    }
    return new Layout(result, other, offset, size);
  }

  /** A layout of its own for the same elements, in the same order; see {@link #inOrder}. */
  Layout alone(int lanes) {
    return inOrder(shape, lanes);
  }

  /**
   * A layout with this one's order of axes and nothing around its elements, but that the innermost
   * axis of three or more takes whole vectors where it has room here.
   *
   * @param other a shape of the same rank
   * @param lanes of a vector
   */
  Layout inOrder(Shape other, int lanes) {
    int[] inward = inward();
    int inner = inward.length == 0 ? -1 : inward[inward.length - 1];
    boolean room = shape.rank() >= 3 && inner >= 0 && room(inward) > shape.dim(inner);
    int[] order =
        IntStream.range(0, shape.rank())
            .boxed()
            .sorted(
                Comparator.comparing((Integer axis) -> shape.dim(axis) > 1)
                    .thenComparing(axis -> -Math.abs(strides[axis])))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] fresh = new int[shape.rank()];
    int stride = 1;
    for (int i = order.length - 1; i >= 0; i--) {
      int axis = order[i];
      int length = other.dim(axis);
      fresh[axis] = stride;
      boolean whole = room && axis == inner && length > 1;
      stride = Math.multiplyExact(stride, whole ? roundUp(length, lanes) : length);
    }
    return new Layout(other, fresh, 0, stride);
  }

  /** The axes of more than one position, the innermost in memory last. */
  int[] inward() {
    return IntStream.range(0, shape.rank())
        .filter(axis -> shape.dim(axis) > 1)
        .boxed()
        .sorted(Comparator.comparingInt(axis -> -Math.abs(strides[axis])))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Floats from the beginning of a run along the innermost axis to that of the next run. */
  int room() {
    return room(inward());
  }

  private int room(int[] inward) {
    return inward.length > 1 ? Math.abs(strides[inward[inward.length - 2]]) : size - offset;
  }

  /** Whether both put every element of the same shape at the same place. */
  boolean matches(Layout other) {
    if (!shape.equals(other.shape) || offset != other.offset) {
      return false;
    }
    return IntStream.range(0, strides.length)
        .allMatch(axis -> shape.dim(axis) == 1 || strides[axis] == other.strides[axis]);
  }

  boolean isRowMajor() {
    return matches(rowMajor(shape));
  }

  /** Whether pixels lie one behind the other at one pitch, with dense channels. */
  boolean isChannelsLast() {
    if (shape.rank() < 2 || (shape.dim(1) > 1 && strides[1] != 1)) {
      return false;
    }
    int pitch = pitch();
    int expected = pitch;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      if (axis == 1) {
        continue;
      }
      if (shape.dim(axis) > 1 && strides[axis] != expected) {
        return false;
      }
      expected *= shape.dim(axis);
    }
    return pitch >= shape.dim(1);
  }

  /** Whether it is channels-last, and not row-major as well: a picture of several channels. */
  boolean isImage() {
    return shape.rank() > 2 && isChannelsLast() && !isRowMajor();
  }

  /**
   * Distance between pixels of a channels-last layout; of a single pixel the room that it has, so
   * that whole vectors may be written where there is more than its channels take.
   */
  int pitch() {
    for (int axis = shape.rank() - 1; axis >= 2; axis--) {
      if (shape.dim(axis) > 1) {
        return strides[axis];
      }
    }
    return shape.dim(0) > 1 ? strides[0] : size - offset;
  }

  /**
   * Distances from the first element to those at every position of the first axes, in row-major
   * order, and at the beginning of the others.
   *
   * @param axes how many are the first
   */
  int[] starts(int axes) {
    int[] starts = {0};
    for (int axis = 0; axis < axes; axis++) {
      int[] outer = starts;
      int length = shape.dim(axis);
      int stride = strides[axis];
      starts = new int[outer.length * length];
      Arrays.setAll(starts, i -> outer[i / length] + i % length * stride);
    }
    return starts;
  }

  /** Distances between neighbours and place of the first element: equal for equal layouts. */
  List<Object> key() {
    return List.of(shape, Arrays.stream(strides).boxed().toList(), offset, size);
  }

  /** Pixels of a channels-last layout, over all pictures. */
  int pixels() {
    return Math.toIntExact(shape.dim(0) * shape.size(2, shape.rank()));
  }

  /** Axes from the outermost in memory to the innermost, as oneDNN names them: nchw, nhwc, ab. */
  String name() {
    int rank = shape.rank();
    String axes = rank < 3 || rank > 5 ? "abcdefgh" : "nc" + "dhw".substring(5 - rank);
    StringBuilder text = new StringBuilder();
    IntStream.range(0, rank)
        .boxed()
        .sorted(
            Comparator.comparingInt((Integer axis) -> -Math.abs(strides[axis]))
                .thenComparing(axis -> shape.dim(axis) == 1))
        .forEach(axis -> text.append(axes.charAt(axis)));
    return text.toString();
  }

  @Override
  public String toString() {
    return shape + " " + name();
  }
}
