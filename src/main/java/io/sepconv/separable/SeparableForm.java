package io.sepconv.separable;

/**
 * The ways to write a convolution as two that follow each other. I and O are channels of a group.
 */
public enum SeparableForm {
  /**
   * kH x 1 into R channels, then 1 x kW (Jaderberg, Vedaldi and Zisserman, Speeding up
   * Convolutional Neural Networks with Low Rank Expansions, 2014, scheme 2; Tai et al.,
   * Convolutional Neural Networks with Low-Rank Regularization, 2016). Exact at min(I * kH, O * kW)
   * channels, by the singular values of the matrix [I * kH, O * kW].
   */
  SPATIAL("kH x 1, then 1 x kW"),

  /**
   * Depthwise with T filters per input channel, then 1x1: the sum of T depthwise-separable pairs
   * (Guo et al., Network Decoupling: From Regular to Depthwise Separable Convolutions, 2018). Exact
   * at min(O, kH * kW) pairs, by the singular values of the matrix [O, kH * kW] of each input
   * channel.
   */
  DEPTHWISE_FIRST("depthwise, then 1x1"),

  /**
   * 1x1 into T channels per output channel, then a filter for each of them, whose results are
   * summed: the other order of the same paper. Exact at min(I, kH * kW) pairs, by the singular
   * values of the matrix [I, kH * kW] of each output channel.
   */
  POINTWISE_FIRST("1x1, then depthwise");

  private final String label;

  SeparableForm(String label) {
    this.label = label;
  }

  /** In words, for tables. */
  @Override
  public String toString() {
    return label;
  }
}
