package io.sepconv.backend.jvm;

import java.util.Arrays;

/**
 * Pools and resizes of channels-last pictures: the rows of a window are combined first, over whole
 * rows of the picture, then the columns.
 */
final class WindowFilter implements Kernel {
  /** Floats of a row that are combined at a time: they stay in the first-level cache. */
  private static final int CHUNK = 2048;

  private final Kind kind;
  private final Taps rows;
  private final Taps columns;
  private final Picture picture;
  private final MicroKernels micro;
  private final Places.Place source;
  private final int result;
  private final int scratch;
  private final int rowParts;
  private final int channelParts;

  /** What becomes of the positions of a window. */
  enum Kind {
    /** The largest value; minus infinity of none. */
    MAXIMUM,
    /** The sum divided by the count; 0 of none. */
    AVERAGE,
    /** The sum of the values times their weights. */
    WEIGHTED
  }

  /**
   * Sizes and distances, in floats.
   *
   * @param count of pictures
   * @param stride between pictures of the operand; rows and pixels are dense there
   * @param width pixels of a row of the operand
   * @param pitch between pixels of the operand
   * @param channels of the operand that are computed: whole vectors where there is room
   * @param resultPitch between pixels of the result, whose rows and pictures are dense
   */
  record Picture(int count, int stride, int width, int pitch, int channels, int resultPitch) {
    /** Whether what lies between the channels of two pixels is worth to be computed as well. */
    boolean isFlat() {
      return pitch < 2 * channels;
    }

    /** Floats of scratch that a thread needs: those of the last pixel may be more than a pitch. */
    int scratch() {
      return width * (isFlat() ? pitch : channels) + channels;
    }
  }

  WindowFilter(
      Kind kind,
      Taps rows,
      Taps columns,
      Picture picture,
      MicroKernels micro,
      Places.Place source,
      int result,
      int scratch,
      int threads) {
    this.kind = kind;
    this.rows = rows;
    this.columns = columns;
    this.picture = picture;
    this.micro = micro;
    this.source = source;
    this.result = result;
    this.scratch = scratch;
    int all = picture.count() * rows.size();
    int wanted = Shares.wanted(threads);
    int vectors = Math.max(1, picture.channels() / micro.lanes());
    this.rowParts = Math.min(all, wanted);
    this.channelParts = Math.min(vectors, (wanted + rowParts - 1) / rowParts);
  }

  @Override
  public int parts() {
    return rowParts * channelParts;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int all = picture.count() * rows.size();
    int share = part / channelParts;
    int begin = (int) ((long) all * share / rowParts);
    int end = (int) ((long) all * (share + 1) / rowParts);
    int first = channel(part % channelParts);
    int n = channel(part % channelParts + 1) - first;
    int own = scratch + worker * Layout.roundUp(picture.scratch(), 16);
    for (int row = begin; row < end; row++) {
      row(arena, row, first, n, own);
    }
  }

  /** The first channel of a part. */
  private int channel(int part) {
    return part == channelParts
        ? picture.channels()
        : picture.channels() / micro.lanes() * part / channelParts * micro.lanes();
  }

  /** {@code n} channels of a row of the result. */
  private void row(float[] arena, int row, int first, int n, int own) {
    int number = row % rows.size();
    int[] at = rows.positions()[number];
    float[] x = source.in(arena);
    int xAt = source.at() + row / rows.size() * picture.stride() + first;
    int pitch = picture.pitch();
    if (at.length == 1) {
      xAt += at[0] * picture.width() * pitch;
    } else {
      float[] weights = rows.weights()[number];
      int step = picture.width() * pitch;
      if (picture.isFlat() && channelParts == 1) {
        int whole = (picture.width() - 1) * pitch + n;
        for (int i = 0; i < whole; i += CHUNK) {
          combine(x, xAt + i, at, step, weights, arena, own + i, Math.min(CHUNK, whole - i));
        }
      } else {
        for (int pixel = 0; pixel < picture.width(); pixel++) {
          combine(x, xAt + pixel * pitch, at, step, weights, arena, own + pixel * n, n);
        }
        pitch = n;
      }
      x = arena;
      xAt = own;
    }
    int y = result + row * columns.size() * picture.resultPitch() + first;
    for (int column = 0; column < columns.size(); column++) {
      int[] of = columns.positions()[column];
      combine(x, xAt, of, pitch, columns.weights()[column], arena, y, n);
      if (kind == Kind.AVERAGE) {
        divide(arena, y, n, rows.counts()[number] * columns.counts()[column]);
      }
      y += picture.resultPitch();
    }
  }

  /** {@code n} neighbours of each of some places, which are {@code step} floats apart. */
  private void combine(
      float[] x, int xAt, int[] at, int step, float[] weights, float[] y, int yAt, int n) {
    if (at.length == 0) {
      Arrays.fill(y, yAt, yAt + n, kind == Kind.MAXIMUM ? Float.NEGATIVE_INFINITY : 0);
      return;
    }
    int first = xAt + at[0] * step;
    if (at.length == 1) {
      System.arraycopy(x, first, y, yAt, n);
      return;
    }
    pair(x, first, weights[0], x, xAt + at[1] * step, weights[1], y, yAt, n);
    for (int i = 2; i < at.length; i++) {
      pair(y, yAt, 1, x, xAt + at[i] * step, weights[i], y, yAt, n);
    }
  }

  private void pair(
      float[] a, int aAt, float p, float[] b, int bAt, float q, float[] y, int yAt, int n) {
    switch (kind) {
      case MAXIMUM -> micro.combine(Pairwise.MAX, a, aAt, b, bAt, y, yAt, n);
      case AVERAGE -> micro.combine(Pairwise.ADD, a, aAt, b, bAt, y, yAt, n);
      case WEIGHTED -> micro.mix(p, a, aAt, q, b, bAt, y, yAt, n);
    }
  }

  private static void divide(float[] y, int yAt, int n, int divisor) {
    if (divisor > 1) {
      for (int i = yAt; i < yAt + n; i++) {
        y[i] /= divisor;
      }
    }
  }
}
