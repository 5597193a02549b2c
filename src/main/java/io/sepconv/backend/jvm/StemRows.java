package io.sepconv.backend.jvm;

import io.sepconv.reference.Axes3;
import java.util.Arrays;

/**
 * A direct convolution of few channels, row by row of the result: the rows of the picture that a
 * row of the result reads are copied to a strip {@code [column][row of the window][channel]}, in
 * which windows are runs of floats that overlap.
 */
final class StemRows implements Kernel {
  private static final float[] ZERO = {0};

  private final Window window;
  private final Places.Place source;
  private final int strip;
  private final TiledProduct product;
  private final Shares rows;

  /**
   * How rows of the picture become a strip.
   *
   * @param axes the window over the picture
   * @param channels of the picture
   * @param source its layout
   */
  record Window(Axes3 axes, int channels, Layout source) {
    static Window of(Axes3 axes, Layout source) {
      return new Window(axes, source.shape().dim(1), source);
    }

    /** Floats of a column of the strip. */
    int column() {
      return axes.kernel()[1] * channels;
    }

    /** Columns that the windows of a row of the result lie over. */
    int columns() {
      return (axes.output()[2] - 1) * axes.stride()[2] + axes.kernel()[2];
    }

    /** Floats of the strip. */
    int floats() {
      return Layout.roundUp(columns() * column(), 16);
    }
  }

  StemRows(Window window, Places.Place source, int strip, TiledProduct product, int threads) {
    this.window = window;
    this.source = source;
    this.strip = strip;
    this.product = product;
    this.rows = Shares.of(window.source().shape().dim(0) * window.axes().output()[1], threads);
  }

  @Override
  public int parts() {
    return rows.parts();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int to = strip + worker * window.floats();
    int tiles = product.tilesPerRow();
    for (int row = rows.begin(part); row < rows.end(part); row++) {
      copy(arena, row, to);
      product.tiles(arena, to, row * tiles, (row + 1) * tiles, worker);
    }
  }

  private void copy(float[] arena, int row, int to) {
    Axes3 axes = window.axes();
    float[] x = source.in(arena);
    int picture = source.at() + row / axes.output()[1] * window.source().stride(0);
    int column = window.column();
    int before = Math.min(window.columns(), Math.max(0, axes.pad()[2]));
    int first = before - axes.pad()[2];
    int inside = Math.max(0, Math.min(window.columns() - before, axes.input()[2] - first));
    Arrays.fill(arena, to, to + before * column, 0);
    Arrays.fill(arena, to + (before + inside) * column, to + window.columns() * column, 0);
    int y = to + before * column;
    int step = window.source().spatialStride(2);
    for (int kh = 0; kh < axes.kernel()[1]; kh++) {
      int h = axes.position(1, row % axes.output()[1], kh);
      if (window.channels() == 3 && step == 1 && axes.inside(1, h)) {
        int line = picture + h * window.source().spatialStride(1) + first;
        spreadThree(x, line, window.source().stride(1), arena, y, column, inside);
        y += 3;
        continue;
      }
      for (int channel = 0; channel < window.channels(); channel++, y++) {
        if (axes.inside(1, h)) {
          int line =
              picture
                  + channel * window.source().stride(1)
                  + h * window.source().spatialStride(1)
                  + first * step;
          spread(x, line, step, arena, y, column, inside);
        } else {
          spread(ZERO, 0, 0, arena, y, column, inside);
        }
      }
    }
  }

  /** The rows of three planes at once: HotSpot checks the bounds of neighbours together. */
  private static void spreadThree(
      float[] x, int from, int plane, float[] y, int to, int pitch, int n) {
    int second = from + plane;
    int third = second + plane;
    int at = to;
    for (int i = 0; i < n; i++) {
      y[at] = x[from + i];
      y[at + 1] = x[second + i];
      y[at + 2] = x[third + i];
      at += pitch;
    }
  }

  private static void spread(float[] x, int from, int step, float[] y, int to, int pitch, int n) {
    for (int i = 0; i < n; i++) {
      y[to + i * pitch] = x[from + i * step];
    }
  }
}
