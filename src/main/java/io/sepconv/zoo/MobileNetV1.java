package io.sepconv.zoo;

import static io.sepconv.op.Activation.RELU;
import static io.sepconv.zoo.Layers.Padding.SAME;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Value;

/**
 * MobileNet, width 1.0 (Howard et al. 2017, "MobileNets: Efficient convolutional neural networks
 * for mobile vision applications", table 1; the stride of its last depthwise layer is 1, as the
 * sizes beside it say).
 */
final class MobileNetV1 {
  /** Channels and stride of each separable block. */
  private static final int[][] BLOCKS = {
    {64, 1}, {128, 2}, {128, 1}, {256, 2}, {256, 1}, {512, 2}, {512, 1}, {512, 1}, {512, 1},
    {512, 1}, {512, 1}, {1024, 2}, {1024, 1}
  };

  private MobileNetV1() {}

  static Graph build(long seed) {
    Layers net = new Layers("mobilenet_v1", "arXiv:1704.04861", 224, seed);
    Value x = net.conv(net.input(), 32, 3, 2, SAME, RELU);
    for (int[] block : BLOCKS) {
      x = net.pointwise(net.depthwise(x, 3, block[1], SAME, RELU), block[0], RELU);
    }
    return net.classify(net.pooled(x));
  }
}
