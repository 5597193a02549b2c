package io.sepconv.op;

import java.util.Collections;
import java.util.List;

/**
 * The geometry of a sliding window over one to three spatial axes, in the order (D,) (H,) W.
 *
 * @param kernel size of the window along each axis, at least 1
 * @param stride distance between neighbouring windows, at least 1
 * @param dilation distance between neighbouring elements of a window, ONNX's way: 1 is dense
 * @param padBegin elements added before the input along each axis; a pooling or convolution of ONNX
 *     has no negative ones, a benchdnn problem may
 * @param padEnd elements added behind the input along each axis; may be negative as padBegin
 * @param autoPad where the pads come from; unless {@link AutoPad#NOTSET}, both pads are zero here
 *     and {@link #resolve} computes them
 */
public record Window(
    List<Integer> kernel,
    List<Integer> stride,
    List<Integer> dilation,
    List<Integer> padBegin,
    List<Integer> padEnd,
    AutoPad autoPad) {

  public Window {
    kernel = List.copyOf(kernel);
    stride = List.copyOf(stride);
    dilation = List.copyOf(dilation);
    padBegin = List.copyOf(padBegin);
    padEnd = List.copyOf(padEnd);
    int rank = kernel.size();
    if (rank < 1 || rank > 3) {
      throw new IllegalArgumentException(
          "a window has one to three spatial axes, this kernel has " + rank + ": " + kernel);
    }
    requireLength("stride", stride, rank);
    requireLength("dilation", dilation, rank);
    requireLength("padBegin", padBegin, rank);
    requireLength("padEnd", padEnd, rank);
    requirePositive("kernel", kernel);
    requirePositive("stride", stride);
    requirePositive("dilation", dilation);
    for (int i = 0; i < rank; i++) {
      if ((kernel.get(i) - 1L) * dilation.get(i) >= Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a kernel of " + kernel + " with dilation " + dilation + " extends beyond 2^31-1");
      }
    }
    if (kernel.stream().mapToDouble(Integer::doubleValue).reduce(1, (a, b) -> a * b) >= 0x1p31) {
      throw new IllegalArgumentException(
          "a kernel of " + kernel + " has more than 2^31-1 elements");
    }
  }

  private static void requireLength(String what, List<Integer> values, int rank) {
    if (values.size() != rank) {
      throw new IllegalArgumentException(
          what + " " + values + " must have one value for each of " + rank + " spatial axes");
    }
  }

  private static void requirePositive(String what, List<Integer> values) {
    if (values.stream().anyMatch(v -> v < 1)) {
      throw new IllegalArgumentException(what + " " + values + " must be at least 1 everywhere");
    }
  }

  /** A dense window of stride 1 without padding. */
  public static Window of(Integer... kernel) {
    return uniform(List.of(kernel), 1, 1, 0);
  }

  /** A window with the same stride, dilation and padding along every axis and at both ends. */
  public static Window uniform(List<Integer> kernel, int stride, int dilation, int pad) {
    int rank = kernel.size();
    return new Window(
        kernel,
        Collections.nCopies(rank, stride),
        Collections.nCopies(rank, dilation),
        Collections.nCopies(rank, pad),
        Collections.nCopies(rank, pad),
        AutoPad.NOTSET);
  }

  /** The number of spatial axes: 1, 2 or 3. */
  public int rank() {
    return kernel.size();
  }

  /** The extent of the window along an axis with its gaps: (k - 1) * dilation + 1. */
  public int extent(int axis) {
    return (kernel.get(axis) - 1) * dilation.get(axis) + 1;
  }

  /** Number of elements of the window over all axes. */
  public long volume() {
    return kernel.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** Whether every axis has kernel 1. */
  public boolean isPointwise() {
    return kernel.stream().allMatch(k -> k == 1);
  }

  /** Whether any axis has a dilation other than 1. */
  public boolean isDilated() {
    return dilation.stream().anyMatch(d -> d != 1);
  }

  /** The same window with its pads replaced. */
  public Window withPads(List<Integer> begin, List<Integer> end) {
    return new Window(kernel, stride, dilation, begin, end, AutoPad.NOTSET);
  }

  /**
   * This window with explicit pads for an input of the given spatial sizes.
   *
   * @param input spatial sizes, in the order of the axes
   */
  public Window resolve(int... input) {
    if (autoPad == AutoPad.NOTSET) {
      return this;
    }
    Integer[] begin = new Integer[rank()];
    Integer[] end = new Integer[rank()];
    for (int i = 0; i < rank(); i++) {
      int total = 0;
      if (autoPad != AutoPad.VALID) {
        long s = stride.get(i);
        long output = (input[i] + s - 1) / s;
        total = Math.toIntExact(Math.max(0, (output - 1) * s + extent(i) - input[i]));
      }
      int small = total / 2;
      begin[i] = autoPad == AutoPad.SAME_LOWER ? total - small : small;
      end[i] = total - begin[i];
    }
    return withPads(List.of(begin), List.of(end));
  }

  /**
   * The output size along an axis: floor((i + pads - extent) / stride) + 1, rounded up instead with
   * {@code ceil}, where a last window that would start in the end padding is dropped.
   *
   * @throws IllegalArgumentException if the window is larger than the padded input
   */
  public int outputSize(int axis, int input, boolean ceil) {
    int s = stride.get(axis);
    long padded = (long) input + padBegin.get(axis) + padEnd.get(axis);
    long span = padded - extent(axis);
    if (span < 0) {
      throw new IllegalArgumentException(
          String.format(
              "a kernel of %d (dilation %d) does not fit an input of %d padded by %d and %d",
              kernel.get(axis), dilation.get(axis), input, padBegin.get(axis), padEnd.get(axis)));
    }
    // Positions in the padded input are ints, those of a window that hangs over its end too.
    if (padded + extent(axis) + s > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              "an input of %d padded by %d and %d extends with stride %d and a kernel's extent of"
                  + " %d beyond 2^31-1",
              input, padBegin.get(axis), padEnd.get(axis), s, extent(axis)));
    }
    long output = (ceil ? (span + s - 1) / s : span / s) + 1;
    if (ceil && (output - 1) * s >= (long) input + padBegin.get(axis)) {
      output--;
    }
    return Math.toIntExact(output);
  }
}
