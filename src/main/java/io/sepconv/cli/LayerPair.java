package io.sepconv.cli;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.SplittableRandom;

/**
 * A direct 3x3 layer and the depthwise-separable pair of its shape, with seeded weights.
 *
 * @param input shape of what they read, {@code [1, C, H, W]}
 * @param kernels O, channels of what they compute
 * @param padded whether the result keeps the height and width of the input
 * @param activation after every convolution
 */
record LayerPair(Shape input, int kernels, boolean padded, Activation activation) {
  private static final int SIZE = 3;
  private static final long SEED = 20_190_926;

  /** The example of "Understanding separable convolutions" (MachineCurve, 2019). */
  static LayerPair article() {
    return new LayerPair(Shape.of(1, 3, 15, 15), 10, false, Activation.NONE);
  }

  /** A block of MobileNetV1 (Howard et al. 2017) in the middle of the network. */
  static LayerPair mobileNet() {
    return new LayerPair(Shape.of(1, 128, 56, 56), 256, true, Activation.RELU6);
  }

  private int channels() {
    return input.dim(1);
  }

  /** Weights {@code [C, 1, 3, 3]} of the depthwise layer. */
  Tensor depthwise() {
    return random(Shape.of(channels(), 1, SIZE, SIZE), SEED);
  }

  /** Weights {@code [O, C, 1, 1]} of the pointwise layer. */
  Tensor pointwise() {
    return random(Shape.of(kernels, channels(), 1, 1), SEED + 1);
  }

  /** Weights {@code [O, C, 3, 3]} of a direct layer that owes nothing to the pair. */
  Tensor unrelated() {
    return random(Shape.of(kernels, channels(), SIZE, SIZE), SEED + 2);
  }

  /**
   * Weights {@code [O, C, 3, 3]} of the direct layer that computes what the pair does where there
   * is no activation: W[o,c,y,x] = P[o,c] * D[c,y,x].
   */
  Tensor composed() {
    float[] d = depthwise().floats();
    float[] p = pointwise().floats();
    int taps = SIZE * SIZE;
    float[] weights = new float[p.length * taps];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = p[i / taps] * d[i % d.length];
    }
    return Tensor.of(Shape.of(kernels, channels(), SIZE, SIZE), weights);
  }

  /** The direct layer. */
  Graph direct(Tensor weights) {
    GraphBuilder builder = new GraphBuilder("direct");
    Value x = builder.input("x", input);
    return builder.output(builder.conv(x, spatial(weights))).build();
  }

  /** The pair. */
  Graph separable() {
    GraphBuilder builder = new GraphBuilder("separable");
    Value x = builder.input("x", input);
    ConvLayer second = ConvLayer.of(pointwise()).activation(activation);
    return builder.output(builder.depthwiseSeparable(x, spatial(depthwise()), second)).build();
  }

  private ConvLayer spatial(Tensor weights) {
    ConvLayer layer = ConvLayer.of(weights).activation(activation);
    return padded ? layer.same() : layer;
  }

  /** Something to read. */
  Tensor sample() {
    return random(input, SEED + 3);
  }

  /**
   * Floats in [-1, 1), over the root of how many of them make one result where they are weights.
   */
  private static Tensor random(Shape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double scale = 1 / Math.sqrt(shape.size(1, shape.rank()));
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return Tensor.of(shape, values);
  }
}
