package io.sepconv.separable;

/** How the terms of a layer stand in a network. */
public enum Arrangement {
  /** As channels of one convolution that a second one sums up. */
  JOINED("joined"),

  /** As pairs of convolutions of one term each, whose results are added. */
  SUMMED("summed");

  private final String label;

  Arrangement(String label) {
    this.label = label;
  }

  /** In one word, for tables. */
  @Override
  public String toString() {
    return label;
  }
}
