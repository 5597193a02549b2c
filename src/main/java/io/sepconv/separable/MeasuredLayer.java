package io.sepconv.separable;

import java.util.List;

/**
 * A layer with the splits that are faster.
 *
 * @param millis its time; NaN where it was not measured
 * @param options those of which none has both more error and a higher cost than another
 * @param none why there are no options
 */
record MeasuredLayer(Candidate candidate, double millis, List<SplitOption> options, String none) {
  /** The value that the layer computes: it is known by that. */
  String result() {
    return candidate.node().output();
  }
}
