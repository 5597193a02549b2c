package io.sepconv.testing;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One convolution with data; its text is enough to build it again.
 *
 * @param seed of geometry and data
 * @param op the operator, with pads of zero or more that need not be tight
 * @param x {@code [N, C, ...]}
 * @param weights {@code [O, C/groups, ...]}
 * @param bias {@code [O]} or null
 * @param exact whether all data are small integers, so that every result is exact in f32
 */
public record ConvProblem(
    long seed, Conv op, Tensor x, Tensor weights, Tensor bias, boolean exact) {

  /**
   * A small problem with awkward sizes: odd channels, asymmetric pads, strides that leave a rest.
   *
   * @param rank number of spatial axes
   */
  public static ConvProblem random(long seed, ConvKind kind, int rank) {
    TestData data = new TestData(seed);
    int groups = groups(kind, data);
    int inChannels = groups * (kind == ConvKind.DEPTHWISE ? 1 : data.between(2, 7));
    int outChannels =
        groups * (kind == ConvKind.DEPTHWISE ? data.between(1, 2) : data.between(1, 7));
    List<Integer> input = new ArrayList<>();
    List<Integer> kernel = new ArrayList<>();
    List<Integer> stride = new ArrayList<>();
    List<Integer> dilation = new ArrayList<>();
    List<Integer> begin = new ArrayList<>();
    List<Integer> end = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      kernel.add(kind == ConvKind.POINTWISE ? 1 : data.between(1, 4));
      stride.add(data.oneOf(1, 1, 2, 3));
      dilation.add(data.oneOf(1, 1, 2, 3));
      begin.add(data.between(0, 2));
      end.add(data.between(0, 2));
      int extent = (kernel.get(i) - 1) * dilation.get(i) + 1;
      int least = Math.max(1, extent - begin.get(i) - end.get(i));
      input.add(data.between(least, least + (rank == 1 ? 30 : 8)));
    }
    Window window = new Window(kernel, stride, dilation, begin, end, AutoPad.NOTSET);
    boolean exact = data.coin();
    return new ConvProblem(
        seed,
        new Conv(window, groups, Activation.NONE),
        tensor(data, exact, shape(data.between(1, 3), inChannels, input)),
        tensor(data, exact, shape(outChannels, inChannels / groups, kernel)),
        data.coin() ? tensor(data, exact, Shape.of(outChannels)) : null,
        exact);
  }

  private static int groups(ConvKind kind, TestData data) {
    return switch (kind) {
      case DIRECT, POINTWISE -> 1;
      case GROUPED -> data.between(2, 4);
      case DEPTHWISE -> data.between(2, 9);
    };
  }

  private static Shape shape(int first, int second, List<Integer> spatial) {
    List<Integer> dims = new ArrayList<>(List.of(first, second));
    dims.addAll(spatial);
    return Shape.of(dims);
  }

  private static Tensor tensor(TestData data, boolean exact, Shape shape) {
    return exact ? data.integers(shape) : data.floats(shape);
  }

  /** Operands in the operator's order. */
  public List<Tensor> operands() {
    return bias == null ? List.of(x, weights) : List.of(x, weights, bias);
  }

  /** The problem in benchdnn's notation, with what that does not say. */
  @Override
  public String toString() {
    List<Integer> input = Arrays.stream(x.shape().dims()).skip(2).boxed().toList();
    ConvSpec spec =
        new ConvSpec(
            x.shape().dim(0),
            op.groups(),
            x.shape().dim(1),
            weights.shape().dim(0),
            input,
            op.window(),
            "");
    return String.format(
        "%s (seed %d, pads end %s, %s, %s)",
        spec,
        seed,
        op.window().padEnd(),
        bias == null ? "no bias" : "bias",
        exact ? "integers" : "floats");
  }
}
