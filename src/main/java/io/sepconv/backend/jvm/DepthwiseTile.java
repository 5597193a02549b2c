package io.sepconv.backend.jvm;

/** The innermost loop of a depthwise convolution of one window: rows of tiles of pixels. */
interface DepthwiseTile {
  /** Taps of the window along each axis. */
  int kernel();

  /** Distance between windows along each axis, in taps. */
  int stride();

  /** Rows of the result in a tile. */
  int rows();

  /** Pixels of a row in a tile. */
  int columns();

  /**
   * Computes tiles side by side, all of whose windows lie inside the source.
   *
   * @param x the source; the first tap of the first tile at {@code xAt}, neighbouring taps {@code
   *     xRow} and {@code xPixel} apart
   * @param w {@code [kH][kW][channels]} from {@code wAt} on
   * @param bias {@code [channels]} from {@code biasAt} on
   * @param y the result, which overlaps nothing that is read; neighbouring pixels of a tile {@code
   *     yRow} and {@code yPixel} apart
   * @param channels a multiple of the lanes
   * @param tiles how many; each begins behind the columns of the one before
   * @param low lower bound of the result by the order of its bits as a signed integer, in which
   *     floats from 0 on are in their own order below NaN and all negative ones come first; so that
   *     0 clamps them to 0 and {@code Integer.MIN_VALUE} nothing
   * @param high upper bound in the same order
   */
  void run(
      float[] x,
      int xAt,
      int xRow,
      int xPixel,
      float[] w,
      int wAt,
      float[] bias,
      int biasAt,
      float[] y,
      int yAt,
      int yRow,
      int yPixel,
      int channels,
      int tiles,
      int low,
      int high);
}
