package io.sepconv.separable;

import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import java.util.List;

/**
 * What a convolution costs in one of its forms, counted: as it is, as a column and a row, or as a
 * depthwise convolution and a 1x1. The forms read and write tensors of the same shapes; they give
 * the same values only where the weights allow it, see {@link LayerFactorization}.
 *
 * <p>Multiplications are those of all positions of the result, in the padding too: kernel * input
 * channels of a group * output channels * output positions * pictures. The article "Understanding
 * separable convolutions" (MachineCurve, 2019) counts so.
 *
 * @param problems the convolutions of the form, in their order
 */
public record FormCost(List<ConvSpec> problems) {
  private static final int BYTES = Float.BYTES;

  public FormCost {
    problems = List.copyOf(problems);
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a form has at least one convolution");
    }
  }

  /** The convolution as it is. */
  public static FormCost direct(ConvSpec problem) {
    return new FormCost(List.of(problem));
  }

  /**
   * A kH x 1 convolution, then a 1 x kW one; stride, padding and dilation of each axis are those of
   * the problem.
   *
   * @param problem of two spatial axes
   * @param channels between the two, a multiple of the problem's groups: one for a single kernel
   *     that is an outer product, min(I * kH, O * kW) for any layer
   * @throws IllegalArgumentException if it has not two axes, or the groups do not divide channels
   */
  public static FormCost spatiallySeparable(ConvSpec problem, int channels) {
    Window window = problem.window();
    if (window.rank() != 2) {
      throw new IllegalArgumentException(
          problem + ": a column and a row are for two spatial axes, not " + window.rank());
    }
    ConvSpec column =
        new ConvSpec(
            problem.minibatch(),
            problem.groups(),
            problem.inChannels(),
            channels,
            problem.input(),
            Axes.only(window, 0),
            "column");
    ConvSpec row =
        new ConvSpec(
            problem.minibatch(),
            problem.groups(),
            channels,
            problem.outChannels(),
            column.output(),
            Axes.only(window, 1),
            "row");
    return new FormCost(List.of(column, row));
  }

  /**
   * One filter per input channel, then a 1x1 convolution over them, of the problem's groups: 1/O +
   * 1/(kH * kW) of its multiplications where there is one group.
   */
  public static FormCost depthwiseSeparable(ConvSpec problem) {
    ConvSpec depthwise =
        new ConvSpec(
            problem.minibatch(),
            problem.inChannels(),
            problem.inChannels(),
            problem.inChannels(),
            problem.input(),
            problem.window(),
            "depthwise");
    Integer[] one = problem.output().stream().map(size -> 1).toArray(Integer[]::new);
    ConvSpec pointwise =
        new ConvSpec(
            problem.minibatch(),
            problem.groups(),
            problem.inChannels(),
            problem.outChannels(),
            depthwise.output(),
            Window.of(one),
            "pointwise");
    return new FormCost(List.of(depthwise, pointwise));
  }

  /** Multiplications, each with an addition: multiply-accumulates. */
  public long macs() {
    return problems.stream().mapToLong(ConvSpec::macs).reduce(0, Math::addExact);
  }

  /** Weights, without biases. */
  public long parameters() {
    return problems.stream().mapToLong(p -> p.weightShape().size()).reduce(0, Math::addExact);
  }

  /**
   * Bytes in f32 that are read and written where each operand is read and each result written once.
   */
  public long bytes() {
    long floats = 0;
    for (ConvSpec problem : problems) {
      floats =
          Math.addExact(
              floats,
              problem.inputShape().size()
                  + problem.weightShape().size()
                  + problem.outputShape().size());
    }
    return Math.multiplyExact(floats, BYTES);
  }

  /**
   * Arithmetic intensity in multiply-accumulates per byte: below that of a machine, memory decides.
   */
  public double intensity() {
    return (double) macs() / bytes();
  }

  /** Its multiplications as a share of another's. */
  public double shareOf(FormCost other) {
    return (double) macs() / other.macs();
  }
}
