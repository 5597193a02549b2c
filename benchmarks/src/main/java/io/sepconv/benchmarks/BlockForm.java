package io.sepconv.benchmarks;

import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import java.util.List;

/** Ways to build a 3x3 layer of stride 1 that gives as many channels as it reads. */
public enum BlockForm {
  /** One convolution. */
  DIRECT {
    @Override
    Problem at(int channels, int size) {
      return new Problem(List.of(conv(1, channels, channels, size, 3, 3)), false);
    }
  },

  /** A column, then a row, with as many channels between them. */
  SPATIALLY_SEPARABLE {
    @Override
    Problem at(int channels, int size) {
      return new Problem(
          List.of(conv(1, channels, channels, size, 3, 1), conv(1, channels, channels, size, 1, 3)),
          false);
    }
  },

  /** A depthwise convolution, then a 1x1 one, as in MobileNetV1. */
  DEPTHWISE_SEPARABLE {
    @Override
    Problem at(int channels, int size) {
      return new Problem(
          List.of(
              conv(channels, channels, channels, size, 3, 3),
              conv(1, channels, channels, size, 1, 1)),
          false);
    }
  },

  /** Expanded by 1x1, filtered depthwise, projected by 1x1, and the input added, as MobileNetV2. */
  INVERTED_RESIDUAL {
    @Override
    Problem at(int channels, int size) {
      int wide = Math.multiplyExact(channels, EXPANSION);
      return new Problem(
          List.of(
              conv(1, channels, wide, size, 1, 1),
              conv(wide, wide, wide, size, 3, 3),
              conv(1, wide, channels, size, 1, 1)),
          true);
    }
  };

  /** MobileNetV2's. */
  private static final int EXPANSION = 6;

  /** The block that reads and gives one picture {@code [1, channels, size, size]}. */
  abstract Problem at(int channels, int size);

  /** A convolution that keeps height and width, padded as its kernel asks. */
  private static ConvSpec conv(
      int groups, int inChannels, int outChannels, int size, int kernelHeight, int kernelWidth) {
    List<Integer> pad = List.of(kernelHeight / 2, kernelWidth / 2);
    return new ConvSpec(
        1,
        groups,
        inChannels,
        outChannels,
        List.of(size, size),
        Window.of(kernelHeight, kernelWidth).withPads(pad, pad),
        "");
  }
}
