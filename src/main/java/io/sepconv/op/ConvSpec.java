package io.sepconv.op;

import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One convolution problem, written as oneDNN's benchdnn writes it: {@code
 * g32mb1ic32ih112iw112oc32oh112ow112kh3kw3sh1sw1ph1pw1n"name"} (see benchdnn's doc/driver_conv.md).
 *
 * <p>Two traps of the notation: its dilation counts the gaps, so {@code dh0} is dense and is {@link
 * Window}'s dilation 1; and it gives only the padding before the input. The padding behind it
 * follows from the output, {@code (o - 1) * s + extent - i - p}, and may be negative: the last rows
 * of the input are then not read.
 *
 * @param minibatch N, images at once
 * @param groups independent groups of channels
 * @param inChannels C, over all groups
 * @param outChannels O, over all groups
 * @param input spatial input sizes, in the order (D,) (H,) W
 * @param window kernel, strides, dilations and pads; the pads are written out, and those behind the
 *     input reduced to what the last output reads
 * @param name free text, empty where the problem has none
 */
public record ConvSpec(
    int minibatch,
    int groups,
    int inChannels,
    int outChannels,
    List<Integer> input,
    Window window,
    String name) {

  public ConvSpec {
    input = List.copyOf(input);
    if (minibatch < 1 || groups < 1 || inChannels < 1 || outChannels < 1) {
      throw new IllegalArgumentException(
          String.format(
              "mb%d g%d ic%d oc%d: each must be at least 1",
              minibatch, groups, inChannels, outChannels));
    }
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          String.format("g%d must divide ic%d and oc%d", groups, inChannels, outChannels));
    }
    if (input.size() != window.rank()) {
      throw new IllegalArgumentException(
          "input " + input + " must have one size for each of " + window.rank() + " axes");
    }
    if (window.autoPad() != AutoPad.NOTSET) {
      window = window.resolve(input.stream().mapToInt(Integer::intValue).toArray());
    }
    if (input.stream().anyMatch(i -> i < 1)) {
      throw new IllegalArgumentException("input " + input + " must be at least 1 everywhere");
    }
    window = window.withPads(window.padBegin(), padEnd(input, window));
  }

  /** The padding behind the input that the output needs and no more, so that equals is exact. */
  private static List<Integer> padEnd(List<Integer> input, Window window) {
    List<Integer> end = new ArrayList<>();
    for (int i = 0; i < input.size(); i++) {
      long read =
          (window.outputSize(i, input.get(i), false) - 1L) * window.stride().get(i)
              + window.extent(i);
      end.add(Math.toIntExact(read - input.get(i) - window.padBegin().get(i)));
    }
    return end;
  }

  /** Reads a problem string; see {@link ConvSpecParser} for its rules and its errors. */
  public static ConvSpec parse(String problem) {
    return ConvSpecParser.parse(problem);
  }

  /** The same problem for another minibatch. */
  public ConvSpec withMinibatch(int other) {
    return new ConvSpec(other, groups, inChannels, outChannels, input, window, name);
  }

  /** Spatial output sizes, in the order (D,) (H,) W. */
  public List<Integer> output() {
    return IntStream.range(0, window.rank())
        .mapToObj(i -> window.outputSize(i, input.get(i), false))
        .toList();
  }

  /** Shape of the activations read: {@code [N, C, (D,) (H,) W]}. */
  public Shape inputShape() {
    return withChannels(minibatch, inChannels, input);
  }

  /** Shape of the weights: {@code [O, C/groups, (kD,) (kH,) kW]}. */
  public Shape weightShape() {
    return withChannels(outChannels, inChannels / groups, window.kernel());
  }

  /** Shape of the result: {@code [N, O, (D,) (H,) W]}. */
  public Shape outputShape() {
    return withChannels(minibatch, outChannels, output());
  }

  private static Shape withChannels(int first, int second, List<Integer> spatial) {
    List<Integer> dims = new ArrayList<>(List.of(first, second));
    dims.addAll(spatial);
    return Shape.of(dims);
  }

  /**
   * Multiply-accumulates of the dense formula, padding included: output elements * C/groups *
   * kernel. One is two floating-point operations.
   */
  public long macs() {
    long perElement = Math.multiplyExact((long) inChannels / groups, window.volume());
    return Math.multiplyExact(outputShape().size(), perElement);
  }

  /** Direct, grouped, depthwise or 1x1. */
  public ConvKind kind() {
    return ConvKind.of(groups, inChannels, window);
  }

  /** The operator for this problem, without activation. */
  public Conv toOp() {
    return new Conv(window, groups, Activation.NONE);
  }

  /**
   * The problem string, complete but for what benchdnn's defaults say: group 1, stride 1 and
   * dilation 0 are left out. {@link #parse} reads it back to an equal problem.
   */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (groups != 1) {
      text.append('g').append(groups);
    }
    text.append("mb").append(minibatch).append("ic").append(inChannels);
    axes(text, 'i', input);
    text.append("oc").append(outChannels);
    axes(text, 'o', output());
    axes(text, 'k', window.kernel());
    if (window.stride().stream().anyMatch(s -> s != 1)) {
      axes(text, 's', window.stride());
    }
    axes(text, 'p', window.padBegin());
    if (window.isDilated()) {
      axes(text, 'd', window.dilation().stream().map(ConvSpec::gaps).toList());
    }
    return name.isEmpty() ? text.toString() : text + "n\"" + name + '"';
  }

  private static void axes(StringBuilder text, char field, List<Integer> values) {
    String names = "dhw".substring(3 - values.size());
    for (int i = 0; i < values.size(); i++) {
      text.append(field).append(names.charAt(i)).append(values.get(i));
    }
  }

  /**
   * The gaps between kernel elements, as oneDNN counts dilation (0 is dense), from ONNX's dilation.
   */
  public static int gaps(int dilation) {
    return dilation - 1;
  }
}
