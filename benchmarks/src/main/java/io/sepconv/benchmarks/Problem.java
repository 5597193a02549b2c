package io.sepconv.benchmarks;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is measured: one convolution, written as benchdnn writes it, or a separable block, written
 * as its depthwise and its 1x1 convolution with {@code " + "} between them.
 *
 * <pre>{@code
 * g128mb1ic128ih56oc128oh56kh3ph1n"depthwise" + mb1ic128ih56oc128oh56kh1n"1x1"
 * }</pre>
 *
 * <p>Every convolution has a bias and ReLU6 behind it, as in MobileNet. Weights and input depend on
 * the shapes alone, so that every backend and every process works on the same data.
 *
 * @param layers one convolution of any kind, or a depthwise one and a 1x1 one that reads its result
 */
record Problem(List<ConvSpec> layers) {
  private static final String SEPARATOR = " + ";
  private static final long SEED = 1;

  Problem {
    layers = List.copyOf(layers);
    if (layers.size() > 2) {
      throw new IllegalArgumentException(
          layers.size() + " convolutions in " + layers + ": a block has a depthwise and a 1x1 one");
    }
    if (layers.size() == 2) {
      checkBlock(layers.get(0), layers.get(1));
    }
  }

  private static void checkBlock(ConvSpec first, ConvSpec second) {
    if (first.kind() != ConvKind.DEPTHWISE || second.kind() != ConvKind.POINTWISE) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' is %s and '%s' is %s: a block is a depthwise and then a 1x1 convolution",
              first, first.kind(), second, second.kind()));
    }
    if (!first.outputShape().equals(second.inputShape())) {
      throw new IllegalArgumentException(
          String.format(
              "'%s' gives %s, but '%s' reads %s",
              first, first.outputShape(), second, second.inputShape()));
    }
  }

  /**
   * Reads a problem.
   *
   * @throws IllegalArgumentException if a part is no problem string, or if two do not make a block
   */
  static Problem parse(String text) {
    return new Problem(
        Stream.of(text.split(Pattern.quote(SEPARATOR), -1)).map(ConvSpec::parse).toList());
  }

  /** The network of these layers, with seeded weights. */
  Graph graph() {
    SplittableRandom random = new SplittableRandom(SEED);
    GraphBuilder builder = new GraphBuilder(toString());
    ConvSpec first = layers.get(0);
    Value x = builder.input("x", first.inputShape());
    ConvLayer layer = layer(first, random);
    Value y =
        layers.size() == 1
            ? builder.groupedConv(x, first.groups(), layer)
            : builder.depthwiseSeparable(x, layer, layer(layers.get(1), random));
    return builder.output(y).build();
  }

  /** Weights over the root of how many of them make one result, so that results stay near 1. */
  private static ConvLayer layer(ConvSpec spec, SplittableRandom random) {
    Shape weights = spec.weightShape();
    double scale = 1 / Math.sqrt(weights.size(1, weights.rank()));
    return new ConvLayer(
        floats(weights, scale, random),
        spec.window(),
        floats(Shape.of(spec.outChannels()), 1, random),
        Activation.RELU6);
  }

  /** Something for it to read: {@code [N, C, (D,) (H,) W]}, seeded. */
  Tensor input() {
    return floats(layers.get(0).inputShape(), 1, new SplittableRandom(SEED + 1));
  }

  /** Multiply-accumulates of one run. */
  long macs() {
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
    return String.join(SEPARATOR, layers.stream().map(ConvSpec::toString).toList());
  }
}
