package io.sepconv.zoo;

import static io.sepconv.op.Activation.NONE;
import static io.sepconv.op.Activation.RELU;
import static io.sepconv.zoo.Layers.Padding.SAME;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.zoo.Layers.Padding;

/**
 * Xception (Chollet 2017, "Xception: Deep learning with depthwise separable convolutions", figure
 * 5), padded as its author's code in Keras: the first two convolutions are not.
 */
final class Xception {
  private static final int MIDDLE = 728;

  private final Layers net;

  private Xception(Layers net) {
    this.net = net;
  }

  static Graph build(long seed) {
    Layers net = new Layers("xception", "arXiv:1610.02357", 299, seed);
    Xception flow = new Xception(net);
    Value x = net.conv(net.input(), 32, 3, 2, Padding.NONE, RELU);
    x = net.conv(x, 64, 3, 1, Padding.NONE, RELU);
    x = flow.shrink(x, net.separable(x, 128, SAME, RELU), 128);
    x = flow.shrink(x, flow.separable(x, 256, RELU), 256);
    x = flow.shrink(x, flow.separable(x, MIDDLE, RELU), MIDDLE);
    for (int i = 0; i < 8; i++) {
      Value y = flow.separable(x, MIDDLE, RELU);
      y = net.separable(y, MIDDLE, SAME, RELU);
      x = net.builder().add(x, net.separable(y, MIDDLE, SAME, NONE));
    }
    x = flow.shrink(x, flow.separable(x, MIDDLE, RELU), 1024);
    x = net.separable(x, 1536, SAME, RELU);
    x = net.separable(x, 2048, SAME, RELU);
    return net.classify(net.pooled(x));
  }

  /** A separable layer on the rectified x, of which the shortcut takes the unrectified one. */
  private Value separable(Value x, int channels, Activation activation) {
    return net.separable(net.builder().activation(x, RELU), channels, SAME, activation);
  }

  /** The second layer of a block and its pooling, beside a 1x1 convolution of stride 2 on x. */
  private Value shrink(Value x, Value y, int channels) {
    Value pooled = net.maxPool(net.separable(y, channels, SAME, NONE), SAME);
    return net.builder().add(pooled, net.conv(x, channels, 1, 2, SAME, NONE));
  }
}
