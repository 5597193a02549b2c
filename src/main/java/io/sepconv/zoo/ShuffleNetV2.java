package io.sepconv.zoo;

import static io.sepconv.op.Activation.NONE;
import static io.sepconv.op.Activation.RELU;
import static io.sepconv.zoo.Layers.Padding.SYMMETRIC;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Concat;
import io.sepconv.op.Reshape;
import io.sepconv.op.Split;
import io.sepconv.op.Transpose;
import io.sepconv.tensor.Tensor;
import java.util.List;

/**
 * ShuffleNetV2, width 1.0 (Ma et al. 2018, "ShuffleNet V2: Practical guidelines for efficient CNN
 * architecture design", table 5 and figure 3), as torchvision has it.
 */
final class ShuffleNetV2 {
  /** Channels and units of each stage. */
  private static final int[][] STAGES = {{116, 4}, {232, 8}, {464, 4}};

  private final Layers net;
  private final GraphBuilder builder;

  private ShuffleNetV2(Layers net) {
    this.net = net;
    this.builder = net.builder();
  }

  static Graph build(long seed) {
    Layers net = new Layers("shufflenet_v2_x1_0", "arXiv:1807.11164", 224, seed);
    ShuffleNetV2 units = new ShuffleNetV2(net);
    Value x = net.maxPool(net.conv(net.input(), 24, 3, 2, SYMMETRIC, RELU), SYMMETRIC);
    for (int[] stage : STAGES) {
      x = units.shrinking(x, stage[0]);
      for (int i = 1; i < stage[1]; i++) {
        x = units.basic(x);
      }
    }
    return net.classify(net.pooled(net.pointwise(x, 1024, RELU)));
  }

  /** Half of the channels passes by. */
  private Value basic(Value x) {
    int half = Layers.channels(x) / 2;
    Value sizes = builder.constant(Tensor.vector(half, half));
    List<Value> halves = builder.applyAll(new Split(1, 2, false), 2, x, sizes);
    return shuffled(halves.get(0), branch(halves.get(1), half, 1));
  }

  /** Both branches see all channels, at stride 2. */
  private Value shrinking(Value x, int channels) {
    Value left = net.depthwise(x, 3, 2, SYMMETRIC, NONE);
    return shuffled(net.pointwise(left, channels / 2, RELU), branch(x, channels / 2, 2));
  }

  private Value branch(Value x, int channels, int stride) {
    Value wide = net.pointwise(x, channels, RELU);
    return net.pointwise(net.depthwise(wide, 3, stride, SYMMETRIC, NONE), channels, RELU);
  }

  /** The channels of both, in turn: the matrix of [2, C/2] channels is transposed. */
  private Value shuffled(Value left, Value right) {
    Value all = builder.apply(new Concat(1), left, right);
    int height = all.shape().dim(2);
    int width = all.shape().dim(3);
    Value pairs = reshaped(all, 0, 2, -1, height, width);
    Value turned = builder.apply(new Transpose(List.of(0, 2, 1, 3, 4)), pairs);
    return reshaped(turned, 0, -1, height, width);
  }

  private Value reshaped(Value x, long... shape) {
    return builder.apply(new Reshape(false), x, builder.constant(Tensor.vector(shape)));
  }
}
