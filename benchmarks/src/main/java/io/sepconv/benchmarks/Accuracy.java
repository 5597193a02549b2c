package io.sepconv.benchmarks;

import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;

/** The arithmetic that an engine works in, and how near its results must then be to another's. */
enum Accuracy {
  /** Single precision. */
  F32(Agreement.F32),

  /** bfloat16 between the layers: 8 bits of significand. */
  BF16(Agreement.BF16);

  private final double tolerance;

  Accuracy(double tolerance) {
    this.tolerance = tolerance;
  }

  /** The coarser one of two: what results of both can be held to. */
  Accuracy or(Accuracy other) {
    return tolerance < other.tolerance ? other : this;
  }

  /**
   * Compares two results by sepconv's own rule.
   *
   * @param whose says which results these are
   * @throws DisagreementException if they are further apart than this arithmetic excuses
   */
  Agreement require(Tensor expected, Tensor actual, String whose) {
    Agreement agreement = Agreement.of(expected, actual);
    boolean agrees = this == BF16 ? agreement.withinBf16() : agreement.within(tolerance);
    if (!agrees) {
      throw new DisagreementException(
          String.format(
              "%s: the outputs differ, so nothing is timed: %s; at most %.0e of the largest is"
                  + " excused",
              whose, agreement.describe(), tolerance));
    }
    return agreement;
  }
}
