package io.sepconv.benchmarks;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Convolutions of which each reads the result of the one before, written as benchdnn writes them,
 * with {@code " + "} between them; {@code " + x"} at the end adds the input to the result.
 *
 * <pre>{@code
 * g128mb1ic128ih56oc128oh56kh3ph1n"depthwise" + mb1ic128ih56oc128oh56kh1n"1x1"
 * }</pre>
 *
 * <p>Every convolution has a bias and ReLU6 behind it, but the last one before {@code x} is linear,
 * both as in MobileNetV2. Weights and input depend on the shapes alone, so that every backend and
 * every process works on the same data.
 *
 * @param layers one convolution of any kind, or several
 * @param residual whether the input is added to the result
 */
public record Problem(List<ConvSpec> layers, boolean residual) {
  private static final String SEPARATOR = " + ";
  private static final String INPUT = "x";
  private static final long SEED = 1;

  public Problem {
    layers = List.copyOf(layers);
    for (int i = 1; i < layers.size(); i++) {
      checkReads(layers.get(i - 1), layers.get(i));
    }
    ConvSpec last = layers.get(layers.size() - 1);
    if (residual && !last.outputShape().equals(layers.get(0).inputShape())) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' gives %s, to which the input %s cannot be added",
              last, last.outputShape(), layers.get(0).inputShape()));
    }
  }

  private static void checkReads(ConvSpec first, ConvSpec second) {
    if (!first.outputShape().equals(second.inputShape())) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' gives %s, but '%s' reads %s",
              first, first.outputShape(), second, second.inputShape()));
    }
  }

  /**
   * Whether a name is meant to be that of a problem, and no network's: it counts input channels.
   */
  public static boolean isMeant(String name) {
    return name.matches(".*ic\\d.*") && !NetworkFile.isMeant(name);
  }

  /**
   * Reads a problem.
   *
   * @throws IllegalArgumentException if a part is no problem string, or reads another shape than
   *     the one before gives
   */
  public static Problem parse(String text) {
    List<String> parts = List.of(text.split(Pattern.quote(SEPARATOR), -1));
    boolean residual = parts.size() > 1 && parts.get(parts.size() - 1).strip().equals(INPUT);
    return new Problem(
        parts.subList(0, parts.size() - (residual ? 1 : 0)).stream().map(ConvSpec::parse).toList(),
        residual);
  }

  /** The network of these layers, with seeded weights. */
  Graph graph() {
    SplittableRandom random = new SplittableRandom(SEED);
    GraphBuilder builder = new GraphBuilder(toString());
    Value x = builder.input("x", layers.get(0).inputShape());
    Value y = x;
    for (int i = 0; i < layers.size(); i++) {
      ConvSpec spec = layers.get(i);
      boolean linear = residual && i == layers.size() - 1;
      y = builder.groupedConv(y, spec.groups(), layer(spec, linear, random));
    }
    return builder.output(residual ? builder.add(y, x) : y).build();
  }

  /** Weights over the root of how many of them make one result, so that results stay near 1. */
  private static ConvLayer layer(ConvSpec spec, boolean linear, SplittableRandom random) {
    Shape weights = spec.weightShape();
    double scale = 1 / Math.sqrt(weights.size(1, weights.rank()));
    return new ConvLayer(
        floats(weights, scale, random),
        window(spec),
        floats(Shape.of(spec.outChannels()), 1, random),
        linear ? Activation.NONE : Activation.RELU6);
  }

  /**
   * The window without negative pads where the result is the same: a problem leaves out the rows
   * that a stride skips at the end, and an ONNX file cannot.
   */
  private static Window window(ConvSpec spec) {
    Window window = spec.window();
    Window padded =
        window.withPads(
            window.padBegin(), window.padEnd().stream().map(pad -> Math.max(0, pad)).toList());
    boolean same =
        IntStream.range(0, window.rank())
            .allMatch(
                i -> padded.outputSize(i, spec.input().get(i), false) == spec.output().get(i));
    return same ? padded : window;
  }

  /** Something for it to read: {@code [N, C, (D,) (H,) W]}, seeded. */
  Tensor input() {
    return floats(layers.get(0).inputShape(), 1, new SplittableRandom(SEED + 1));
  }

  /** Multiply-accumulates of one run. */
  public long macs() {
    return layers.stream().mapToLong(ConvSpec::macs).sum();
  }

  /** Floats uniform in [-scale, scale). */
  private static Tensor floats(Shape shape, double scale, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return Tensor.of(shape, values);
  }

  /** The notation that {@link #parse} reads. */
  @Override
  public String toString() {
    return String.join(SEPARATOR, layers.stream().map(ConvSpec::toString).toList())
        + (residual ? SEPARATOR + INPUT : "");
  }
}
