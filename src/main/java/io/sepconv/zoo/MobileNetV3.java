package io.sepconv.zoo;

import static io.sepconv.op.Activation.HARD_SWISH;
import static io.sepconv.op.Activation.RELU;
import static io.sepconv.zoo.Layers.Padding.SYMMETRIC;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import java.util.List;

/**
 * MobileNetV3 Large and Small, width 1.0 (Howard et al. 2019, "Searching for MobileNetV3", tables 1
 * and 2), padded and with the squeezed channels as torchvision has them.
 */
final class MobileNetV3 {
  /** A line of the paper's tables; squeeze-and-excite has a quarter of the expanded channels. */
  private record Block(
      int kernel, int expanded, int channels, boolean excites, Activation activation, int stride) {

    /** A quarter of the expanded channels, as a multiple of 8 that is not much smaller. */
    int squeezed() {
      int quarter = expanded / 4;
      int rounded = Math.max(8, (quarter + 4) / 8 * 8);
      return !excites ? 0 : rounded < 0.9 * quarter ? rounded + 8 : rounded;
    }
  }

  private static final List<Block> LARGE =
      List.of(
          new Block(3, 16, 16, false, RELU, 1),
          new Block(3, 64, 24, false, RELU, 2),
          new Block(3, 72, 24, false, RELU, 1),
          new Block(5, 72, 40, true, RELU, 2),
          new Block(5, 120, 40, true, RELU, 1),
          new Block(5, 120, 40, true, RELU, 1),
          new Block(3, 240, 80, false, HARD_SWISH, 2),
          new Block(3, 200, 80, false, HARD_SWISH, 1),
          new Block(3, 184, 80, false, HARD_SWISH, 1),
          new Block(3, 184, 80, false, HARD_SWISH, 1),
          new Block(3, 480, 112, true, HARD_SWISH, 1),
          new Block(3, 672, 112, true, HARD_SWISH, 1),
          new Block(5, 672, 160, true, HARD_SWISH, 2),
          new Block(5, 960, 160, true, HARD_SWISH, 1),
          new Block(5, 960, 160, true, HARD_SWISH, 1));

  private static final List<Block> SMALL =
      List.of(
          new Block(3, 16, 16, true, RELU, 2),
          new Block(3, 72, 24, false, RELU, 2),
          new Block(3, 88, 24, false, RELU, 1),
          new Block(5, 96, 40, true, HARD_SWISH, 2),
          new Block(5, 240, 40, true, HARD_SWISH, 1),
          new Block(5, 240, 40, true, HARD_SWISH, 1),
          new Block(5, 120, 48, true, HARD_SWISH, 1),
          new Block(5, 144, 48, true, HARD_SWISH, 1),
          new Block(5, 288, 96, true, HARD_SWISH, 2),
          new Block(5, 576, 96, true, HARD_SWISH, 1),
          new Block(5, 576, 96, true, HARD_SWISH, 1));

  private MobileNetV3() {}

  static Graph large(long seed) {
    return build("mobilenet_v3_large", LARGE, 960, 1280, seed);
  }

  static Graph small(long seed) {
    return build("mobilenet_v3_small", SMALL, 576, 1024, seed);
  }

  private static Graph build(String name, List<Block> blocks, int last, int features, long seed) {
    Layers net = new Layers(name, "arXiv:1905.02244", 224, seed);
    Value x = net.conv(net.input(), 16, 3, 2, SYMMETRIC, HARD_SWISH);
    for (Block b : blocks) {
      x =
          net.invertedResidual(
              x,
              b.expanded(),
              b.kernel(),
              b.stride(),
              SYMMETRIC,
              b.activation(),
              b.squeezed(),
              b.channels());
    }
    Value pooled = net.pooled(net.pointwise(x, last, HARD_SWISH));
    return net.classify(net.fullyConnected(pooled, features, HARD_SWISH));
  }
}
