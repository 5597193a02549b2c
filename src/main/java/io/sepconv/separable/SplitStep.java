package io.sepconv.separable;

/** A layer and one of its options. */
record SplitStep(MeasuredLayer layer, SplitOption option) {
  /** What stands for an error of 0, so that one can divide by it. */
  private static final double LEAST = 1e-12;

  /** Time for the square of an error: errors of independent layers add up so. */
  double worth() {
    return (layer.millis() - option.millis()) / square();
  }

  /** The square of the error of the weights. */
  double square() {
    return option.error() * option.error() + LEAST;
  }
}
