package io.sepconv.op;

/** The four kinds of convolution that mobile networks are made of. */
public enum ConvKind {
  /** Every output channel reads every input channel through a window larger than 1. */
  DIRECT("direct"),
  /** Groups of several channels, each convolved on its own. */
  GROUPED("grouped"),
  /** One input channel per group. */
  DEPTHWISE("depthwise"),
  /** A window of 1 in every axis over all channels: a matrix product per position. */
  POINTWISE("1x1");

  private final String label;

  ConvKind(String label) {
    this.label = label;
  }

  /**
   * The kind of a convolution.
   *
   * @param groups the number of groups
   * @param inChannels input channels over all groups
   * @param window the spatial window
   */
  public static ConvKind of(int groups, int inChannels, Window window) {
    if (groups == 1) {
      return window.isPointwise() ? POINTWISE : DIRECT;
    }
    return groups == inChannels ? DEPTHWISE : GROUPED;
  }

  /** The name used in tables: direct, grouped, depthwise, 1x1. */
  @Override
  public String toString() {
    return label;
  }
}
