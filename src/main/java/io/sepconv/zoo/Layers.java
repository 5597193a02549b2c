package io.sepconv.zoo;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Flatten;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Map;

/**
 * The layers that the networks are made of, with seeded weights; a network is built by one.
 *
 * <p>The weights keep the mean square of the activations about where it was: a layer's gain makes
 * up for what its activation takes away, and a branch that is added to a shortcut is small beside
 * it. Unless it is said otherwise, a convolution has a bias: its own, or what batch normalisation
 * leaves when it is folded.
 */
final class Layers {
  /** How a convolution or pooling is padded. */
  enum Padding {
    /** (k - 1) / 2 at both ends, as in PyTorch's networks. */
    SYMMETRIC,
    /** So that output = ceil(input / stride), an odd element at the end, as in TensorFlow's. */
    SAME,
    /** Not at all. */
    NONE
  }

  /** Classes of ImageNet. */
  private static final int CLASSES = 1000;

  private static final double BIAS = 0.1;

  /** The mean square of a branch beside its shortcut: sixteen of them do not run away. */
  private static final double BRANCH = 0.25;

  private static final Activation HARD_SIGMOID =
      new Activation(Activation.Kind.HARD_SIGMOID, 1 / 6f, 0.5f);

  private final String paper;
  private final long seed;
  private final SeededWeights weights;
  private final GraphBuilder builder;
  private final Value input;

  /**
   * Starts a network.
   *
   * @param name its name
   * @param paper where it was published, which goes into the metadata
   * @param size H and W of the input
   * @param seed of the weights
   */
  Layers(String name, String paper, int size, long seed) {
    this.paper = paper;
    this.seed = seed;
    this.weights = new SeededWeights(seed);
    this.builder = new GraphBuilder(name);
    this.input = builder.input("x", Shape.of(1, 3, size, size));
  }

  /** The picture, {@code [N, 3, H, W]}. */
  Value input() {
    return input;
  }

  /** What is not a layer with weights. */
  GraphBuilder builder() {
    return builder;
  }

  /** A direct convolution of a square kernel. */
  Value conv(
      Value x, int channels, int kernel, int stride, Padding padding, Activation activation) {
    Tensor tensor =
        weights.weights(Shape.of(channels, channels(x), kernel, kernel), gain(activation));
    return builder.conv(x, layer(tensor, stride, padding, activation).bias(bias(channels)));
  }

  /** A depthwise convolution of a square kernel. */
  Value depthwise(Value x, int kernel, int stride, Padding padding, Activation activation) {
    ConvLayer layer = depthwiseLayer(x, kernel, stride, padding, activation);
    return builder.depthwise(x, layer.bias(bias(channels(x))));
  }

  /** A 3x3 depthwise convolution of stride 1 and a 1x1 one, and nothing between them. */
  Value separable(Value x, int channels, Padding padding, Activation activation) {
    ConvLayer depthwise = depthwiseLayer(x, 3, 1, padding, Activation.NONE);
    return pointwise(builder.depthwise(x, depthwise), channels, activation);
  }

  private ConvLayer depthwiseLayer(
      Value x, int kernel, int stride, Padding padding, Activation activation) {
    Tensor tensor = weights.weights(Shape.of(channels(x), 1, kernel, kernel), gain(activation));
    return layer(tensor, stride, padding, activation);
  }

  /** A 1x1 convolution. */
  Value pointwise(Value x, int channels, Activation activation) {
    return pointwise(x, channels, activation, gain(activation));
  }

  /** A linear 1x1 convolution whose result is added to a shortcut. */
  Value branchEnd(Value x, int channels) {
    return pointwise(x, channels, Activation.NONE, BRANCH);
  }

  private Value pointwise(Value x, int channels, Activation activation, double gain) {
    Tensor tensor = weights.weights(Shape.of(channels, channels(x), 1, 1), gain);
    ConvLayer layer = ConvLayer.of(tensor).bias(bias(channels)).activation(activation);
    return builder.pointwise(x, layer);
  }

  /**
   * The inverted residual of MobileNetV2: 1x1 to more channels (where there are more), depthwise,
   * linear 1x1, and x added where the result has its shape.
   *
   * @param squeezed channels of the squeeze-and-excite behind the depthwise layer; 0 for none
   */
  Value invertedResidual(
      Value x,
      int expanded,
      int kernel,
      int stride,
      Padding padding,
      Activation activation,
      int squeezed,
      int channels) {
    Value wide = expanded == channels(x) ? x : pointwise(x, expanded, activation);
    Value deep = depthwise(wide, kernel, stride, padding, activation);
    Value weighed = squeezed == 0 ? deep : squeezeExcite(deep, squeezed);
    boolean residual = stride == 1 && channels == channels(x);
    // A hard sigmoid around 1/2 leaves a quarter of the mean square.
    double gain = (residual ? BRANCH : 1) * (squeezed == 0 ? 1 : 4);
    Value narrow = pointwise(weighed, channels, Activation.NONE, gain);
    return residual ? builder.add(x, narrow) : narrow;
  }

  /** Weighs each channel by what all channels are on average (Hu et al. 2018). */
  private Value squeezeExcite(Value x, int squeezed) {
    Value mean = builder.globalAveragePool(x);
    Value small = pointwise(mean, squeezed, Activation.RELU);
    Value scale = pointwise(small, channels(x), HARD_SIGMOID);
    return builder.apply(new Binary(Binary.Kind.MUL), x, scale);
  }

  /** 3x3 maximum pooling of stride 2. */
  Value maxPool(Value x, Padding padding) {
    // Zeros that only carry the geometry.
    Tensor kernel = Tensor.zeros(x.type().type(), Shape.of(1, 1, 3, 3));
    return builder.maxPool(x, layer(kernel, 2, padding, Activation.NONE).window());
  }

  /** The mean over all positions as a matrix: {@code [N, C]}. */
  Value pooled(Value x) {
    return builder.apply(new Flatten(1), builder.globalAveragePool(x));
  }

  /** A fully connected layer with bias: {@code [N, C]} to {@code [N, features]}. */
  Value fullyConnected(Value x, int features, Activation activation) {
    Tensor matrix = weights.weights(Shape.of(features, channels(x)), gain(activation));
    Value sum = builder.fullyConnected(x, matrix, bias(features));
    return activation.isNone() ? sum : builder.activation(sum, activation);
  }

  /** The network that ends with a fully connected layer to the classes on {@code [N, C]}. */
  Graph classify(Value x) {
    return finish(fullyConnected(x, CLASSES, Activation.NONE));
  }

  /** The network whose result is {@code [N, 1000]}. */
  Graph finish(Value logits) {
    Graph graph = builder.output("y", logits).buildForAnyBatch();
    Map<String, String> metadata = Map.of("paper", paper, "weights", "random, seed " + seed);
    return new Graph(
        graph.name(), graph.inputs(), graph.constants(), graph.nodes(), graph.outputs(), metadata);
  }

  static int channels(Value x) {
    return x.shape().dim(1);
  }

  private Tensor bias(int channels) {
    return weights.uniform(Shape.of(channels), BIAS);
  }

  private static ConvLayer layer(
      Tensor tensor, int stride, Padding padding, Activation activation) {
    ConvLayer layer = ConvLayer.of(tensor).stride(stride).activation(activation);
    return switch (padding) {
      case SYMMETRIC -> layer.pad((tensor.shape().dim(-1) - 1) / 2);
      case SAME -> layer.same();
      case NONE -> layer;
    };
  }

  /** What keeps the mean square: a rectifier halves it, a hard swish leaves about 0.36 of it. */
  private static double gain(Activation activation) {
    return switch (activation.kind()) {
      case RELU, CLIP -> 2;
      case HARD_SWISH -> 2.8;
      default -> 1;
    };
  }
}
