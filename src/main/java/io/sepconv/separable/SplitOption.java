package io.sepconv.separable;

/**
 * A way to split a layer, with what it costs.
 *
 * @param split the two convolutions
 * @param macs multiply-accumulates of both
 * @param millis their measured time
 */
public record SplitOption(LayerSplit split, long macs, double millis) {
  /** What it leaves out of the layer's weights, as a share of them. */
  public double error() {
    return split.layer().error();
  }
}
