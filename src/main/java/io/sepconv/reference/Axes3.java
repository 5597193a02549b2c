package io.sepconv.reference;

import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A window over one to three axes, seen as one over (D, H, W): a leading axis that is not there has
 * size 1, kernel 1, stride 1 and no padding. Every array has three entries.
 *
 * @param input spatial sizes of the operand
 * @param output spatial sizes of the result
 * @param kernel sizes of the window
 * @param stride distance between neighbouring windows
 * @param dilation distance between neighbouring elements of a window
 * @param pad elements before the operand
 * @param padEnd elements behind the operand
 */
public record Axes3(
    int[] input,
    int[] output,
    int[] kernel,
    int[] stride,
    int[] dilation,
    int[] pad,
    int[] padEnd) {

  private static final int[] ONES = {1, 1, 1};

  /**
   * Lifts a window.
   *
   * @param window of which automatic padding is resolved for {@code x}
   * @param x shape of the operand, {@code [N, C, (D,) (H,) W]}
   * @param y shape of the result
   */
  public static Axes3 of(Window window, Shape x, Shape y) {
    Window resolved = window.resolve(Arrays.copyOfRange(x.dims(), 2, x.rank()));
    return new Axes3(
        spatial(x),
        spatial(y),
        lift(resolved.kernel(), 1),
        lift(resolved.stride(), 1),
        lift(resolved.dilation(), 1),
        lift(resolved.padBegin(), 0),
        lift(resolved.padEnd(), 0));
  }

  private static int[] spatial(Shape shape) {
    return lift(Arrays.stream(shape.dims()).skip(2).boxed().toList(), 1);
  }

  private static int[] lift(List<Integer> values, int missing) {
    int[] lifted = {missing, missing, missing};
    for (int i = 0; i < values.size(); i++) {
      lifted[3 - values.size() + i] = values.get(i);
    }
    return lifted;
  }

  /** Whether each position of the result reads the same position of the operand and no other. */
  public boolean isOneToOne() {
    return Arrays.equals(kernel, ONES)
        && Arrays.equals(stride, ONES)
        && Arrays.equals(pad, new int[3])
        && Arrays.equals(input, output);
  }

  /** Whether there is one position along D, and it is read as it is. */
  public boolean isFlat() {
    return input[0] == 1 && output[0] == 1 && kernel[0] == 1 && pad[0] == 0;
  }

  /** One that is one-to-one as a single long row. */
  Axes3 flat() {
    int[] row = {1, 1, inputPlane()};
    return new Axes3(row, row, ONES, ONES, ONES, new int[3], new int[3]);
  }

  /** The operand's position under element {@code k} of window {@code o}; may lie outside. */
  public int position(int axis, int o, int k) {
    return o * stride[axis] - pad[axis] + k * dilation[axis];
  }

  /** Whether a position lies in the operand and not in the padding. */
  public boolean inside(int axis, int position) {
    return position >= 0 && position < input[axis];
  }

  /** Whether a position lies in the operand or in the padding, and not behind both. */
  public boolean insidePadded(int axis, int position) {
    return position >= -pad[axis] && position < input[axis] + padEnd[axis];
  }

  /** Elements of one channel of the operand. */
  public int inputPlane() {
    return input[0] * input[1] * input[2];
  }

  /** Elements of one channel of the result. */
  public int outputPlane() {
    return output[0] * output[1] * output[2];
  }

  /** Elements of the window. */
  public int kernelPlane() {
    return kernel[0] * kernel[1] * kernel[2];
  }
}
