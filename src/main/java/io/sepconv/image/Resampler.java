package io.sepconv.image;

/**
 * Scales lines of samples with a triangle filter: bilinear interpolation when enlarging; when
 * shrinking, the triangle is widened by the scale, so that every sample counts and thin strokes do
 * not vanish between the samples taken.
 */
final class Resampler {
  private final int[] start;
  private final float[][] weights;

  /**
   * @param from samples per line read
   * @param to samples per line written
   */
  Resampler(int from, int to) {
    start = new int[to];
    weights = new float[to][];
    double scale = (double) from / to;
    double support = Math.max(1, scale);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int first = Math.max(0, (int) Math.floor(centre - support));
      int end = Math.min(from, (int) Math.ceil(centre + support));
      float[] taps = new float[end - first];
      double sum = 0;
      for (int j = first; j < end; j++) {
        double tap = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / support);
        taps[j - first] = (float) tap;
        sum += tap;
      }
      for (int j = 0; j < taps.length; j++) {
        taps[j] /= (float) sum;
      }
      start[i] = first;
      weights[i] = taps;
    }
  }

  /**
   * Scales one line.
   *
   * @param source samples
   * @param sourceOffset index of the first sample read
   * @param sourceStep distance between samples read
   * @param target receives the result
   * @param targetOffset index of the first sample written
   * @param targetStep distance between samples written
   */
  void line(
      float[] source,
      int sourceOffset,
      int sourceStep,
      float[] target,
      int targetOffset,
      int targetStep) {
    for (int i = 0; i < weights.length; i++) {
      float[] taps = weights[i];
      int from = sourceOffset + start[i] * sourceStep;
      float sum = 0;
      for (float tap : taps) {
        sum += tap * source[from];
        from += sourceStep;
      }
      target[targetOffset + i * targetStep] = sum;
    }
  }
}
