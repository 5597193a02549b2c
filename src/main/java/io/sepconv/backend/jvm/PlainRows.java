package io.sepconv.backend.jvm;

/** Copies between the channels of pixels and rows of a channel each. */
final class PlainRows {
  private PlainRows() {}

  /**
   * Takes pixels apart: {@code rows[first + c][j + i] = x[at + i * step + c * channelStep]} for
   * {@code channels} c and {@code n} i.
   */
  static void gather(
      float[] x,
      int at,
      int step,
      int channelStep,
      int channels,
      float[][] rows,
      int first,
      int j,
      int n) {
    int c = 0;
    if (channelStep == 1) {
      for (; c + 7 < channels; c += 8) {
        gather8(x, at + c, step, rows, first + c, j, n);
      }
    }
    for (; c < channels; c++) {
      int from = at + c * channelStep;
      float[] row = rows[first + c];
      if (step == 1) {
        System.arraycopy(x, from, row, j, n);
        continue;
      }
      for (int i = j; i < j + n; i++, from += step) {
        row[i] = x[from];
      }
    }
  }

  private static void gather8(
      float[] x, int at, int step, float[][] rows, int first, int j, int n) {
    float[] r0 = rows[first];
    float[] r1 = rows[first + 1];
    float[] r2 = rows[first + 2];
    float[] r3 = rows[first + 3];
    float[] r4 = rows[first + 4];
    float[] r5 = rows[first + 5];
    float[] r6 = rows[first + 6];
    float[] r7 = rows[first + 7];
    int from = at;
    for (int i = j; i < j + n; i++, from += step) {
      r0[i] = x[from];
      r1[i] = x[from + 1];
      r2[i] = x[from + 2];
      r3[i] = x[from + 3];
      r4[i] = x[from + 4];
      r5[i] = x[from + 5];
      r6[i] = x[from + 6];
      r7[i] = x[from + 7];
    }
  }

  /**
   * Puts pixels together: {@code y[at + i * step + c] = rows[c][i]} for {@code channels} c and
   * {@code n} i.
   */
  static void scatter(float[][] rows, int channels, int n, float[] y, int at, int step) {
    int c = 0;
    for (; c + 7 < channels; c += 8) {
      scatter8(rows, c, n, y, at + c, step);
    }
    for (; c < channels; c++) {
      float[] row = rows[c];
      int to = at + c;
      for (int i = 0; i < n; i++, to += step) {
        y[to] = row[i];
      }
    }
  }

  private static void scatter8(float[][] rows, int first, int n, float[] y, int at, int step) {
    float[] r0 = rows[first];
    float[] r1 = rows[first + 1];
    float[] r2 = rows[first + 2];
    float[] r3 = rows[first + 3];
    float[] r4 = rows[first + 4];
    float[] r5 = rows[first + 5];
    float[] r6 = rows[first + 6];
    float[] r7 = rows[first + 7];
    int to = at;
    for (int i = 0; i < n; i++, to += step) {
      y[to] = r0[i];
      y[to + 1] = r1[i];
      y[to + 2] = r2[i];
      y[to + 3] = r3[i];
      y[to + 4] = r4[i];
      y[to + 5] = r5[i];
      y[to + 6] = r6[i];
      y[to + 7] = r7[i];
    }
  }
}
