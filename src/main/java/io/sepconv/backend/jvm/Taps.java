package io.sepconv.backend.jvm;

import java.util.Arrays;

/**
 * The positions along an axis that each position of a result is made of.
 *
 * @param positions of the operand, per position of the result; none at all where a window lies in
 *     the padding
 * @param weights as many as positions
 * @param counts of positions that an average divides by, per position of the result
 */
record Taps(int[][] positions, float[][] weights, int[] counts) {
  /** Each with the weight 1. */
  static Taps unweighted(int[][] positions, int[] counts) {
    float[][] ones = new float[positions.length][];
    Arrays.setAll(ones, i -> filled(positions[i].length));
    return new Taps(positions, ones, counts);
  }

  private static float[] filled(int n) {
    float[] ones = new float[n];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Positions of the result. */
  int size() {
    return positions.length;
  }

  /**
   * The taps of an axis seen together with one inside it.
   *
   * @param length positions of the operand along the inner one
   */
  Taps times(Taps inner, int length) {
    int[][] both = new int[size() * inner.size()][];
    float[][] weight = new float[both.length][];
    int[] count = new int[both.length];
    for (int i = 0; i < both.length; i++) {
      int[] outerAt = positions[i / inner.size()];
      int[] innerAt = inner.positions[i % inner.size()];
      float[] outerWeight = weights[i / inner.size()];
      float[] innerWeight = inner.weights[i % inner.size()];
      both[i] = new int[outerAt.length * innerAt.length];
      weight[i] = new float[both[i].length];
      for (int k = 0; k < both[i].length; k++) {
        int j = k % innerAt.length;
        both[i][k] = outerAt[k / innerAt.length] * length + innerAt[j];
        weight[i][k] = outerWeight[k / innerAt.length] * innerWeight[j];
      }
      count[i] = counts[i / inner.size()] * inner.counts[i % inner.size()];
    }
    return new Taps(both, weight, count);
  }
}
