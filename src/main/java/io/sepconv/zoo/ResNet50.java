package io.sepconv.zoo;

import static io.sepconv.op.Activation.NONE;
import static io.sepconv.op.Activation.RELU;
import static io.sepconv.zoo.Layers.Padding.SYMMETRIC;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Value;

/**
 * ResNet-50 (He et al. 2016, "Deep residual learning for image recognition", table 1), with the
 * stride in the 3x3 layer of a block, as torchvision has it.
 */
final class ResNet50 {
  /** Channels of the 3x3 layers, blocks, and the stride of the first of them. */
  private static final int[][] STAGES = {{64, 3, 1}, {128, 4, 2}, {256, 6, 2}, {512, 3, 2}};

  private ResNet50() {}

  static Graph build(long seed) {
    Layers net = new Layers("resnet50", "arXiv:1512.03385", 224, seed);
    Value x = net.maxPool(net.conv(net.input(), 64, 7, 2, SYMMETRIC, RELU), SYMMETRIC);
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[1]; i++) {
        x = block(net, x, stage[0], i == 0 ? stage[2] : 1);
      }
    }
    return net.classify(net.pooled(x));
  }

  /** 1x1, 3x3, 1x1 to four times the channels; the shortcut is a 1x1 where the shape changes. */
  private static Value block(Layers net, Value x, int channels, int stride) {
    int wide = 4 * channels;
    Value narrow = net.pointwise(x, channels, RELU);
    Value y = net.branchEnd(net.conv(narrow, channels, 3, stride, SYMMETRIC, RELU), wide);
    Value shortcut = Layers.channels(x) == wide ? x : net.conv(x, wide, 1, stride, SYMMETRIC, NONE);
    return net.builder().activation(net.builder().add(y, shortcut), RELU);
  }
}
