package io.sepconv.backend.jvm;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A block, written as its convolutions in benchdnn's notation with {@code " + "} between them:
 * depthwise and 1x1 as in MobileNetV1, or 1x1, depthwise and 1x1 as in MobileNetV2.
 *
 * <pre>{@code
 * mb1ic24ih56oc144oh56kh1 + g144mb1ic144ih56oc144oh56kh3ph1 + mb1ic144ih56oc24oh56kh1
 * }</pre>
 *
 * <p>Every convolution has a bias and ReLU6 behind it, but the last of three, which is linear; its
 * input is added to the result where both have one shape. Weights and input depend on the shape
 * alone.
 */
record BlockShape(List<ConvSpec> layers) {
  private static final String SEPARATOR = " + ";
  private static final long SEED = 1;

  BlockShape {
    layers = List.copyOf(layers);
    List<ConvKind> kinds = layers.stream().map(ConvSpec::kind).toList();
    List<ConvKind> inverted = List.of(ConvKind.POINTWISE, ConvKind.DEPTHWISE, ConvKind.POINTWISE);
    if (!kinds.equals(inverted) && !kinds.equals(inverted.subList(1, 3))) {
      throw new IllegalArgumentException(
          kinds + " in " + layers + ": a block is (1x1,) depthwise and 1x1");
    }
    for (int i = 1; i < layers.size(); i++) {
      if (!layers.get(i - 1).outputShape().equals(layers.get(i).inputShape())) {
        throw new IllegalArgumentException(
            String.format(
                "'%s' gives %s, but '%s' reads %s",
                layers.get(i - 1),
                layers.get(i - 1).outputShape(),
                layers.get(i),
                layers.get(i).inputShape()));
      }
    }
    if (layers.get(0).minibatch() != 1) {
      throw new IllegalArgumentException(layers.get(0) + ": blocks are fused for mb1 alone");
    }
  }

  /**
   * Reads a block.
   *
   * @throws IllegalArgumentException if a part is no problem string, or if all are not a block
   */
  static BlockShape parse(String text) {
    return new BlockShape(
        Stream.of(text.split(Pattern.quote(SEPARATOR), -1)).map(ConvSpec::parse).toList());
  }

  /** The block as a network of two or three convolutions. */
  Graph graph() {
    SplittableRandom random = new SplittableRandom(SEED);
    GraphBuilder builder = new GraphBuilder(toString());
    Value x = builder.input("x", layers.get(0).inputShape());
    List<ConvLayer> all = layers.stream().map(spec -> layer(spec, random)).toList();
    Value y =
        all.size() == 2
            ? builder.depthwiseSeparable(x, all.get(0), all.get(1))
            : builder.invertedResidual(
                x, all.get(0), all.get(1), all.get(2).activation(Activation.NONE));
    return GraphOptimizer.optimize(builder.output(y).build());
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

  /** Something to read: {@code [1, C, H, W]}, seeded. */
  Tensor input() {
    return floats(layers.get(0).inputShape(), 1, new SplittableRandom(SEED + 1));
  }

  private static Tensor floats(Shape shape, double scale, SplittableRandom random) {
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return Tensor.of(shape, values);
  }

  /** In short, for a table: size of the input, channels from layer to layer, stride. */
  String label() {
    ConvSpec first = layers.get(0);
    ConvSpec depthwise = layers.get(layers.size() - 2);
    // The depthwise layer keeps its channels.
    String channels =
        layers.stream()
            .filter(spec -> spec != depthwise)
            .map(spec -> "-" + spec.outChannels())
            .collect(Collectors.joining());
    int stride = depthwise.window().stride().get(0);
    return String.format(
        "%dx%d %d%s%s",
        first.input().get(0),
        first.input().get(1),
        first.inChannels(),
        channels,
        stride == 1 ? "" : " stride " + stride);
  }

  @Override
  public String toString() {
    return String.join(SEPARATOR, layers.stream().map(ConvSpec::toString).toList());
  }
}
