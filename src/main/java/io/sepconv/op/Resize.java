package io.sepconv.op;

import java.util.List;

/**
 * Resampling along any axes. Operands: x, then scales (f32) or sizes (i64), a value per resized
 * axis, of which exactly one is present; roi (f32, all starts, then all ends, in shares of x's
 * length) for {@link Coordinates#TF_CROP_AND_RESIZE} alone.
 *
 * @param mode how a value between samples is found
 * @param coordinates how an output position becomes an input position
 * @param rounding how {@link Mode#NEAREST} rounds a position
 * @param options what few networks use
 */
public record Resize(Mode mode, Coordinates coordinates, Rounding rounding, Options options)
    implements Op {

  /** A resize of all axes without options. */
  public Resize(Mode mode, Coordinates coordinates, Rounding rounding) {
    this(mode, coordinates, rounding, Options.NONE);
  }

  /** Interpolation. */
  public enum Mode {
    NEAREST,
    LINEAR,
    /** Of four samples per axis (Keys 1981). */
    CUBIC
  }

  /**
   * The coordinate transformations of ONNX, with x the output position and s the scale: the one
   * that is given, or output / input where sizes are. Lengths are input * s, not rounded, where
   * scales are given.
   */
  public enum Coordinates {
    /** (x + 0.5) / s - 0.5. */
    HALF_PIXEL,
    /** As HALF_PIXEL, and moved so that what rounding the size cuts off is cut off at both ends. */
    HALF_PIXEL_SYMMETRIC,
    /** As HALF_PIXEL, but 0 where the output has one element. */
    PYTORCH_HALF_PIXEL,
    /** (x + 0.5) / s. */
    TF_HALF_PIXEL_FOR_NN,
    /** x / s. */
    ASYMMETRIC,
    /** x * (input - 1) / (output - 1). */
    ALIGN_CORNERS,
    /** As ALIGN_CORNERS between the start and the end of a region; needs sizes and roi. */
    TF_CROP_AND_RESIZE
  }

  /** Rounding to the nearest sample. */
  public enum Rounding {
    ROUND_PREFER_FLOOR,
    ROUND_PREFER_CEIL,
    FLOOR,
    CEIL,
    /** FLOOR along axes that grow, CEIL along those that shrink: opset 10. */
    BY_SCALE
  }

  /** What sizes mean where they do not keep the aspect ratio. */
  public enum AspectRatio {
    /** They are taken as they are. */
    STRETCH,
    /** One scale for all resized axes, so that none becomes larger than its size. */
    NOT_LARGER,
    /** One scale for all resized axes, so that none becomes smaller than its size. */
    NOT_SMALLER
  }

  /**
   * Rare settings.
   *
   * @param cubicA the coefficient a of {@link Mode#CUBIC}
   * @param excludeOutside samples outside x have no weight, instead of repeating the edge
   * @param antialias shrinking by LINEAR or CUBIC averages over all samples it passes
   * @param extrapolation the value outside x of {@link Coordinates#TF_CROP_AND_RESIZE}
   * @param aspectRatio what sizes mean
   * @param axes the resized axes; empty for all; negative ones count from the last
   */
  public record Options(
      float cubicA,
      boolean excludeOutside,
      boolean antialias,
      float extrapolation,
      AspectRatio aspectRatio,
      List<Integer> axes) {
    /** ONNX's defaults. */
    public static final Options NONE =
        new Options(-0.75f, false, false, 0, AspectRatio.STRETCH, List.of());

    public Options {
      axes = List.copyOf(axes);
    }
  }

  @Override
  public String type() {
    return "Resize";
  }
}
