package io.sepconv.benchmarks;

/**
 * Ways to make {@code C} channels of {@code C} with a window of 3 x 3: of equal input and output.
 */
public enum BlockForm {
  /** One convolution. */
  DIRECT,

  /** A column of 3, then a row of 3. */
  SPATIALLY_SEPARABLE,

  /** A depthwise convolution, then a 1x1. */
  DEPTHWISE_SEPARABLE,

  /** MobileNetV2's block: expanded by 6, filtered, projected, and the input added. */
  INVERTED_RESIDUAL;

  private static final int EXPANSION = 6;

  /**
   * The block.
   *
   * @param channels of input and output
   * @param size height and width of both
   */
  Problem at(int channels, int size) {
    int wide = EXPANSION * channels;
    return Problem.parse(
        switch (this) {
          case DIRECT -> conv(1, channels, channels, size, 3, 3, "direct");
          case SPATIALLY_SEPARABLE ->
              conv(1, channels, channels, size, 3, 1, "column")
                  + " + "
                  + conv(1, channels, channels, size, 1, 3, "row");
          case DEPTHWISE_SEPARABLE ->
              conv(channels, channels, channels, size, 3, 3, "depthwise")
                  + " + "
                  + conv(1, channels, channels, size, 1, 1, "pointwise");
          case INVERTED_RESIDUAL ->
              conv(1, channels, wide, size, 1, 1, "expand")
                  + " + "
                  + conv(wide, wide, wide, size, 3, 3, "depthwise")
                  + " + "
                  + conv(1, wide, channels, size, 1, 1, "project")
                  + " + x";
        });
  }

  private static String conv(
      int groups, int in, int out, int size, int high, int wide, String name) {
    return String.format(
        "g%dmb1ic%dih%diw%doc%doh%dow%dkh%dkw%dph%dpw%dn\"%s\"",
        groups, in, size, size, out, size, size, high, wide, high / 2, wide / 2, name);
  }
}
