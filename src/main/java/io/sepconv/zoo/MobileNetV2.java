package io.sepconv.zoo;

import static io.sepconv.op.Activation.RELU6;
import static io.sepconv.zoo.Layers.Padding.SYMMETRIC;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Value;

/**
 * MobileNetV2, width 1.0 (Sandler et al. 2018, "MobileNetV2: Inverted residuals and linear
 * bottlenecks", table 2), padded as torchvision has it.
 */
final class MobileNetV2 {
  /** Expansion, channels, blocks, and the stride of the first of them. */
  private static final int[][] STAGES = {
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };

  private MobileNetV2() {}

  static Graph build(long seed) {
    Layers net = new Layers("mobilenet_v2", "arXiv:1801.04381", 224, seed);
    Value x = net.conv(net.input(), 32, 3, 2, SYMMETRIC, RELU6);
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[2]; i++) {
        int expanded = stage[0] * Layers.channels(x);
        int stride = i == 0 ? stage[3] : 1;
        x = net.invertedResidual(x, expanded, 3, stride, SYMMETRIC, RELU6, 0, stage[1]);
      }
    }
    return net.classify(net.pooled(net.pointwise(x, 1280, RELU6)));
  }
}
