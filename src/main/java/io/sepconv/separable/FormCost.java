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
  private static final String POINTWISE = "pointwise";

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
    int groups = problem.groups();
    int in = problem.inChannels();
    int out = problem.outChannels();
    ConvSpec column =
        part(problem, groups, in, channels, problem.input(), Axes.only(window, 0), "column");
    ConvSpec row =
        part(problem, groups, channels, out, column.output(), Axes.only(window, 1), "row");
    return new FormCost(List.of(column, row));
  }

  /**
   * One filter per input channel, then a 1x1 convolution over them, of the problem's groups: 1/O +
   * 1/(kH * kW) of its multiplications where there is one group.
   */
  public static FormCost depthwiseSeparable(ConvSpec problem) {
    return of(SeparableForm.DEPTHWISE_FIRST, problem, 1);
  }

  /**
   * What {@link LayerFactorization#layer} makes of a convolution. Multiplications and weights are
   * in proportion to the terms.
   *
   * @param terms channels of a group between column and row, or pairs
   * @throws IllegalArgumentException if the form is {@link SeparableForm#SPATIAL} and the problem
   *     has not two axes
   */
  public static FormCost of(SeparableForm form, ConvSpec problem, int terms) {
    int in = problem.inChannels();
    int out = problem.outChannels();
    return switch (form) {
      case SPATIAL -> spatiallySeparable(problem, Math.multiplyExact(problem.groups(), terms));
      case DEPTHWISE_FIRST -> {
        int middle = Math.multiplyExact(in, terms);
        ConvSpec depthwise =
            part(problem, in, in, middle, problem.input(), problem.window(), "depthwise");
        ConvSpec pointwise =
            part(
                problem,
                problem.groups(),
                middle,
                out,
                depthwise.output(),
                one(problem),
                POINTWISE);
        yield new FormCost(List.of(depthwise, pointwise));
      }
      case POINTWISE_FIRST -> {
        int middle = Math.multiplyExact(out, terms);
        ConvSpec pointwise =
            part(problem, problem.groups(), in, middle, problem.input(), one(problem), POINTWISE);
        ConvSpec depthwise =
            part(problem, out, middle, out, problem.input(), problem.window(), "depthwise");
        yield new FormCost(List.of(pointwise, depthwise));
      }
    };
  }

  private static Window one(ConvSpec problem) {
    return Window.of(problem.input().stream().map(size -> 1).toArray(Integer[]::new));
  }

  private static ConvSpec part(
      ConvSpec problem,
      int groups,
      int in,
      int out,
      List<Integer> input,
      Window window,
      String name) {
    return new ConvSpec(problem.minibatch(), groups, in, out, input, window, name);
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
