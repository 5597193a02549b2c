package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import io.sepconv.reference.Axes3;
import java.util.Arrays;

/**
 * Depthwise convolutions by tiles of pixels whose sums stay in registers.
 *
 * <p>Where the window of a tile leaves the picture, it is copied with zeros around it first. Where
 * a tile would leave the result, it begins earlier and computes some pixels again. A window of
 * dilation d is one dense window for each remainder of rows and columns modulo d.
 */
final class DepthwiseTiles implements Kernel {
  private final Depthwise.Problem problem;
  private final Depthwise.Memory memory;
  private final DepthwiseTile tile;
  private final int scratch;
  private final int scratchPerThread;
  private final MicroKernels micro;
  private final Side rows;
  private final Side columns;
  private final int low;
  private final int high;
  private final boolean finishes;
  private final int partsPerPicture;

  /**
   * One axis of the picture.
   *
   * @param input its size
   * @param output that of the result
   * @param kernel taps of the window
   * @param stride between windows
   * @param dilation between taps, and between the pixels of a tile
   * @param pad before the picture
   * @param tile pixels of a tile
   */
  private record Side(
      int input, int output, int kernel, int stride, int dilation, int pad, int tile) {
    static Side of(Axes3 axes, int axis, int tile) {
      return new Side(
          axes.input()[axis],
          axes.output()[axis],
          axes.kernel()[axis],
          axes.stride()[axis],
          axes.dilation()[axis],
          axes.pad()[axis],
          tile);
    }

    /** Pixels of the result with the given remainder. */
    int pixels(int remainder) {
      return (output - remainder + dilation - 1) / dilation;
    }

    int tiles(int remainder) {
      return (pixels(remainder) + tile - 1) / tile;
    }

    /** The first pixel of a tile that begins at or, where it would leave the result, before one. */
    int start(int remainder, int pixel) {
      return Math.min(pixel, pixels(remainder) - tile);
    }

    /** Where the first tap of a pixel lies. */
    int tap(int remainder, int pixel) {
      return (remainder + pixel * dilation) * stride - pad;
    }

    /** How far the last tap of a tile lies behind its first. */
    int reach() {
      return ((tile - 1) * stride + kernel - 1) * dilation;
    }

    boolean inside(int remainder, int pixel) {
      int first = tap(remainder, pixel);
      return first >= 0 && first + reach() < input;
    }

    /** Taps of a tile. */
    int taps() {
      return (tile - 1) * stride + kernel;
    }
  }

  DepthwiseTiles(
      Depthwise.Problem problem,
      Depthwise.Memory memory,
      DepthwiseTile tile,
      int scratch,
      MicroKernels micro,
      int threads) {
    this.problem = problem;
    this.memory = memory;
    this.tile = tile;
    this.scratch = scratch;
    this.scratchPerThread = scratch(problem, tile);
    this.micro = micro;
    this.rows = Side.of(problem.axes(), 1, tile.rows());
    this.columns = Side.of(problem.axes(), 2, tile.columns());
    Activation f = problem.activation();
    boolean clamps = memory.residual() == null && BitClamp.is(f);
    this.low = clamps ? 0 : Integer.MIN_VALUE;
    this.high = clamps ? BitClamp.high(f) : Integer.MAX_VALUE;
    this.finishes = memory.residual() != null || !(clamps || f.isNone());
    // A last row of tiles that begins earlier shares pixels with the one before: never two parts.
    this.partsPerPicture =
        Math.max(1, Math.min(Shares.wanted(threads), rows.tiles(rows.dilation() - 1) / 2));
  }

  /** Floats of scratch that each thread needs: the window of a tile. */
  static int scratch(Depthwise.Problem problem, DepthwiseTile tile) {
    int rows = Side.of(problem.axes(), 1, tile.rows()).taps();
    int columns = Side.of(problem.axes(), 2, tile.columns()).taps();
    return Layout.roundUp(rows * columns * problem.channels(), 16);
  }

  @Override
  public int parts() {
    return problem.pictures() * partsPerPicture;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int picture = part / partsPerPicture;
    int share = part % partsPerPicture;
    int strip = scratch + worker * scratchPerThread;
    for (int r = 0; r < rows.dilation(); r++) {
      int tiles = rows.tiles(r);
      int end = tiles * (share + 1) / partsPerPicture;
      for (int t = tiles * share / partsPerPicture; t < end; t++) {
        int row = rows.start(r, t * tile.rows());
        for (int c = 0; c < columns.dilation(); c++) {
          row(arena, picture, r, row, c, strip);
        }
        if (finishes) {
          finish(arena, picture, r, row);
        }
      }
    }
  }

  /** All tiles of some rows, of one remainder of columns. */
  private void row(float[] arena, int picture, int r, int row, int c, int strip) {
    int first = 0;
    int pixels = columns.pixels(c);
    int tiles = 0;
    if (rows.inside(r, row)) {
      while (first < pixels && columns.tap(c, first) < 0) {
        first++;
      }
      int room = columns.input() - 1 - columns.tap(c, first) - columns.reach();
      int step = columns.tile() * columns.stride() * columns.dilation();
      tiles = room < 0 ? 0 : Math.min(room / step + 1, (pixels - first) / columns.tile());
    }
    for (int pixel = 0; pixel < Math.min(first, pixels); pixel += columns.tile()) {
      edge(arena, picture, r, row, c, columns.start(c, pixel), strip);
    }
    if (tiles > 0) {
      Layout source = problem.source();
      int x =
          memory.source().at()
              + picture * source.stride(0)
              + rows.tap(r, row) * source.spatialStride(1)
              + columns.tap(c, first) * source.spatialStride(2);
      run(
          arena,
          memory.source().in(arena),
          x,
          rows.dilation() * source.spatialStride(1),
          columns.dilation() * source.spatialStride(2),
          result(picture, r, row, c, first),
          tiles);
    }
    for (int pixel = first + tiles * columns.tile(); pixel < pixels; pixel += columns.tile()) {
      edge(arena, picture, r, row, c, columns.start(c, pixel), strip);
    }
  }

  /** A tile whose window leaves the picture. */
  private void edge(float[] arena, int picture, int r, int row, int c, int pixel, int strip) {
    Layout source = problem.source();
    int channels = problem.channels();
    float[] x = memory.source().in(arena);
    int to = strip;
    for (int i = 0; i < rows.taps(); i++) {
      int h = rows.tap(r, row) + i * rows.dilation();
      int line = memory.source().at() + picture * source.stride(0) + h * source.spatialStride(1);
      for (int j = 0; j < columns.taps(); j++, to += channels) {
        int w = columns.tap(c, pixel) + j * columns.dilation();
        if (h >= 0 && h < rows.input() && w >= 0 && w < columns.input()) {
          System.arraycopy(x, line + w * source.spatialStride(2), arena, to, channels);
        } else {
          Arrays.fill(arena, to, to + channels, 0);
        }
      }
    }
    int y = result(picture, r, row, c, pixel);
    run(arena, arena, strip, columns.taps() * channels, channels, y, 1);
  }

  private void run(float[] arena, float[] x, int xAt, int xRow, int xPixel, int y, int tiles) {
    tile.run(
        x,
        xAt,
        xRow,
        xPixel,
        problem.weights(),
        0,
        problem.bias(),
        0,
        arena,
        y,
        rows.dilation() * problem.result().spatialStride(1),
        columns.dilation() * problem.result().spatialStride(2),
        problem.channels(),
        tiles,
        low,
        high);
  }

  private int result(int picture, int r, int row, int c, int pixel) {
    Layout result = problem.result();
    return memory.result()
        + picture * result.stride(0)
        + (r + row * rows.dilation()) * result.spatialStride(1)
        + (c + pixel * columns.dilation()) * result.spatialStride(2);
  }

  /** What the tile's bounds do not say, once for every pixel of its rows. */
  private void finish(float[] arena, int picture, int r, int row) {
    for (int i = 0; i < tile.rows(); i++) {
      int y = result(picture, r, row + i, 0, 0);
      int pitch = problem.result().spatialStride(2);
      if (memory.residual() == null) {
        micro.apply(problem.activation(), arena, y, arena, y, columns.output() * pitch);
        continue;
      }
      float[] residual = memory.residual().in(arena);
      int at =
          memory.residual().at()
              + picture * problem.residual().stride(0)
              + (r + (row + i) * rows.dilation()) * problem.residual().spatialStride(1);
      micro.applyToSums(
          problem.activation(),
          arena,
          y,
          pitch,
          residual,
          at,
          problem.residual().spatialStride(2),
          arena,
          y,
          pitch,
          columns.output(),
          problem.channels());
    }
  }
}
