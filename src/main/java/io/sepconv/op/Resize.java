package io.sepconv.op;

/**
 * Resampling along any axes. Operands: x, then scales (f32 {@code [rank]}) or sizes (i64 {@code
 * [rank]}); exactly one of them is present, the other is absent.
 *
 * @param mode how a value between samples is found
 * @param coordinates how an output position becomes an input position
 * @param rounding how {@link Mode#NEAREST} rounds a position
 */
public record Resize(Mode mode, Coordinates coordinates, Rounding rounding) implements Op {
  /** Interpolation. */
  public enum Mode {
    NEAREST,
    LINEAR
  }

  /**
   * The coordinate transformations of ONNX, with x the output position and s the scale: the one
   * that is given, or output / input where sizes are.
   */
  public enum Coordinates {
    /** (x + 0.5) / s - 0.5. */
    HALF_PIXEL,
    /** As HALF_PIXEL, but 0 where the output has one element. */
    PYTORCH_HALF_PIXEL,
    /** x / s. */
    ASYMMETRIC,
    /** x * (input - 1) / (output - 1). */
    ALIGN_CORNERS
  }

  /** Rounding to the nearest sample. */
  public enum Rounding {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL
  }

  @Override
  public String type() {
    return "Resize";
  }
}
