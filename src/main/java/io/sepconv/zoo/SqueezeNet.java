package io.sepconv.zoo;

import static io.sepconv.op.Activation.RELU;
import static io.sepconv.zoo.Layers.Padding.NONE;
import static io.sepconv.zoo.Layers.Padding.SYMMETRIC;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Value;
import io.sepconv.op.Concat;

/**
 * SqueezeNet 1.1 (Iandola et al. 2016, "SqueezeNet: AlexNet-level accuracy with 50x fewer
 * parameters and less than 0.5 MB model size"; release 1.1 of its authors' code pools earlier).
 * There is no batch normalisation in it, and its last convolution is its classifier.
 */
final class SqueezeNet {
  private final Layers net;

  private SqueezeNet(Layers net) {
    this.net = net;
  }

  static Graph build(long seed) {
    Layers net = new Layers("squeezenet1_1", "arXiv:1602.07360", 224, seed);
    SqueezeNet fires = new SqueezeNet(net);
    Value x = net.conv(net.input(), 64, 3, 2, NONE, RELU);
    x = net.maxPool(x, NONE);
    x = fires.fire(fires.fire(x, 16, 64), 16, 64);
    x = net.maxPool(x, NONE);
    x = fires.fire(fires.fire(x, 32, 128), 32, 128);
    x = net.maxPool(x, NONE);
    x = fires.fire(fires.fire(x, 48, 192), 48, 192);
    x = fires.fire(fires.fire(x, 64, 256), 64, 256);
    return net.finish(net.pooled(net.pointwise(x, 1000, RELU)));
  }

  /** Few channels, then twice {@code expanded}: half of them of 1x1 and half of 3x3 kernels. */
  private Value fire(Value x, int squeezed, int expanded) {
    Value small = net.pointwise(x, squeezed, RELU);
    return net.builder()
        .apply(
            new Concat(1),
            net.pointwise(small, expanded, RELU),
            net.conv(small, expanded, 3, 1, SYMMETRIC, RELU));
  }
}
