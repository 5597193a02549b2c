package io.sepconv.backend.jvm;

import io.sepconv.tensor.Tensor;

/**
 * The order in which {@link TiledProduct} reads the weights of a convolution: {@code
 * [group][panel][tap][input channel][column of the panel]}, with zeros in columns behind the last
 * output channel of a group.
 *
 * @param panels the output channels of a group
 * @param groups independent convolutions
 * @param inChannels input channels of a group
 * @param volume taps of the window
 */
record ConvPacking(Panels panels, int groups, int inChannels, int volume) {
  /**
   * The packed form.
   *
   * @param weights {@code [O, inChannels, volume]}, row-major
   */
  float[] weights(float[] weights) {
    int depth = volume * inChannels;
    float[] packed = new float[Math.multiplyExact(groups * panels.padded(), depth)];
    for (int group = 0; group < groups; group++) {
      for (int panel = 0; panel < panels.count(); panel++) {
        int first = panels.first(panel) * panels.lanes();
        int columns = panels.width(panel) * panels.lanes();
        int real = Math.min(columns, panels.columns() - first);
        int at = (group * panels.padded() + first) * depth;
        for (int tap = 0; tap < volume; tap++) {
          for (int channel = 0; channel < inChannels; channel++, at += columns) {
            for (int column = 0; column < real; column++) {
              int out = group * panels.columns() + first + column;
              packed[at + column] = weights[(out * inChannels + channel) * volume + tap];
            }
          }
        }
      }
    }
    return packed;
  }

  /** A bias {@code [O]} with zeros between groups; all zeros for null. */
  float[] bias(Tensor bias) {
    float[] packed = new float[groups * panels.padded()];
    for (int group = 0; group < groups && bias != null; group++) {
      System.arraycopy(
          bias.floats(),
          group * panels.columns(),
          packed,
          group * panels.padded(),
          panels.columns());
    }
    return packed;
  }
}
