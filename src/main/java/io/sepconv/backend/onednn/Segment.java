package io.sepconv.backend.onednn;

import io.sepconv.backend.plan.ReferenceStep;

/** What a session does in one go. */
sealed interface Segment {
  /**
   * Native steps, run by one call.
   *
   * @param first number of the first step
   * @param last number behind the last step
   */
  record Run(int first, int last) implements Segment {}

  /** A node on its reference evaluator. Its numbers are those of the native plan. */
  record Java(ReferenceStep step) implements Segment {}
}
