package io.sepconv.tensor;

import java.util.Arrays;
import java.util.Locale;

/**
 * How far a result is from its reference.
 *
 * <p>The yardstick is one number per output: the largest difference over the largest magnitude of
 * the reference. Relative error per element would say nothing near zero.
 *
 * @param maxDifference largest |expected - actual| over the elements that are finite in both
 * @param maxReference largest |expected| over the finite elements
 * @param worst row-major index of the largest difference, -1 where there is none
 * @param topLoss what the reference loses at the place of the result's largest element: its own
 *     largest element less that one, 0 where both are at the same place
 * @param mismatch what no tolerance excuses: another type or shape, a NaN or an infinity on one
 *     side only, integers or truth values that differ; empty if there is nothing of the kind
 */
public record Agreement(
    double maxDifference, double maxReference, int worst, double topLoss, String mismatch) {
  /** The largest ratio that counts as equal for results computed in f32. */
  public static final double F32 = 1e-4;

  /** The largest ratio that counts as equal for results computed in bfloat16. */
  public static final double BF16 = 2e-2;

  private static final Agreement EQUAL = new Agreement(0, 0, -1, 0, "");

  /** Compares a result with its reference. */
  public static Agreement of(Tensor expected, Tensor actual) {
    if (expected.type() != actual.type() || !expected.shape().equals(actual.shape())) {
      return mismatch(
          String.format(
              "expected %s %s, not %s %s",
              expected.type(), expected.shape(), actual.type(), actual.shape()));
    }
    if (expected.type() == DataType.FLOAT32) {
      return ofFloats(expected.floats(), actual.floats());
    }
    if (expected.type() == DataType.BOOL) {
      int i = Arrays.mismatch(expected.booleans(), actual.booleans());
      return i < 0 ? EQUAL : mismatch(i, expected.booleans()[i], actual.booleans()[i]);
    }
    long[] left = expected.toLongs();
    long[] right = actual.toLongs();
    int i = Arrays.mismatch(left, right);
    return i < 0 ? EQUAL : mismatch(i, left[i], right[i]);
  }

  private static Agreement ofFloats(float[] expected, float[] actual) {
    double maxDifference = 0;
    double maxReference = 0;
    int worst = -1;
    int top = -1;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < expected.length; i++) {
      if (!Float.isFinite(expected[i]) || !Float.isFinite(actual[i])) {
        if (Float.compare(expected[i], actual[i]) != 0) {
          return mismatch(i, expected[i], actual[i]);
        }
        continue;
      }
      double difference = Math.abs((double) expected[i] - actual[i]);
      if (difference > maxDifference) {
        maxDifference = difference;
        worst = i;
      }
      maxReference = Math.max(maxReference, Math.abs(expected[i]));
      largest = Math.max(largest, expected[i]);
      top = top < 0 || actual[i] > actual[top] ? i : top;
    }
    double topLoss = top < 0 ? 0 : largest - expected[top];
    return new Agreement(maxDifference, maxReference, worst, topLoss, "");
  }

  private static Agreement mismatch(String text) {
    return new Agreement(Double.NaN, Double.NaN, -1, Double.NaN, text);
  }

  private static Agreement mismatch(int index, Object expected, Object actual) {
    return mismatch("element " + index + " is " + actual + ", not " + expected);
  }

  /** maxDifference / maxReference; 0 for equal results, infinite where nothing excuses them. */
  public double ratio() {
    if (!mismatch.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    return maxDifference == 0 ? 0 : maxDifference / maxReference;
  }

  /**
   * Whether the results agree: {@code maxDifference <= tolerance * maxReference}, so that a
   * reference of zeros demands equality.
   */
  public boolean within(double tolerance) {
    return mismatch.isEmpty() && maxDifference <= tolerance * maxReference;
  }

  /**
   * Whether a result computed in bfloat16 agrees: within {@link #BF16}, and its largest element is
   * the reference's too, unless that has others as large by the same margin.
   */
  public boolean withinBf16() {
    return within(BF16) && topLoss <= BF16 * maxReference;
  }

  /** One line for a report: the figures, or what does not match. */
  public String describe() {
    if (!mismatch.isEmpty()) {
      return mismatch;
    }
    String figures =
        String.format(
            Locale.ROOT,
            "max|diff| %.3g, max|ref| %.3g, ratio %.2g",
            maxDifference,
            maxReference,
            ratio());
    return worst < 0 ? figures : figures + ", worst at element " + worst;
  }
}
