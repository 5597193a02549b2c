package io.sepconv.zoo;

import static io.sepconv.op.Activation.RELU6;
import static io.sepconv.zoo.Layers.Padding.SAME;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Value;

/**
 * EfficientNet-Lite0: EfficientNet-B0 (Tan and Le 2019, "EfficientNet: Rethinking model scaling for
 * convolutional neural networks", table 1) without squeeze-and-excite and with ReLU6 for swish, as
 * its authors published it for mobile devices (tensorflow/tpu, models/official/efficientnet/lite).
 */
final class EfficientNetLite0 {
  /** Kernel, expansion, channels, blocks, and the stride of the first of them. */
  private static final int[][] STAGES = {
    {3, 1, 16, 1, 1},
    {3, 6, 24, 2, 2},
    {5, 6, 40, 2, 2},
    {3, 6, 80, 3, 2},
    {5, 6, 112, 3, 1},
    {5, 6, 192, 4, 2},
    {3, 6, 320, 1, 1}
  };

  private EfficientNetLite0() {}

  static Graph build(long seed) {
    Layers net = new Layers("efficientnet_lite0", "arXiv:1905.11946", 224, seed);
    Value x = net.conv(net.input(), 32, 3, 2, SAME, RELU6);
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[3]; i++) {
        int expanded = stage[1] * Layers.channels(x);
        int stride = i == 0 ? stage[4] : 1;
        x = net.invertedResidual(x, expanded, stage[0], stride, SAME, RELU6, 0, stage[2]);
      }
    }
    return net.classify(net.pooled(net.pointwise(x, 1280, RELU6)));
  }
}
