package io.sepconv.op;

/**
 * One number in place of all along some axes.
 *
 * <p>Operands: x, the axes as i64 {@code [n]} (optional); negative ones count from the last.
 *
 * @param kind which number
 * @param keepDims leave the axes, with size 1
 * @param noneMeansNone without axes, or with n = 0, each element is reduced by itself; otherwise
 *     all axes are meant
 */
public record Reduce(Kind kind, boolean keepDims, boolean noneMeansNone) implements Op {
  /** The numbers. Integers wrap around in a sum; mean and root are rounded towards zero. */
  public enum Kind {
    /** The sum; 0 of no elements. */
    SUM("ReduceSum"),
    /** The mean; NaN of no elements. */
    MEAN("ReduceMean"),
    /** The maximum; minus infinity, or the smallest integer, of no elements. */
    MAX("ReduceMax"),
    /** The minimum; infinity, or the largest integer, of no elements. */
    MIN("ReduceMin"),
    /** The product; 1 of no elements. */
    PROD("ReduceProd"),
    /** The sum of magnitudes; 0 of no elements. */
    L1("ReduceL1"),
    /** The square root of the sum of squares; 0 of no elements. */
    L2("ReduceL2"),
    /** The sum of squares; 0 of no elements. */
    SUM_SQUARE("ReduceSumSquare");

    private final String onnxName;

    Kind(String onnxName) {
      this.onnxName = onnxName;
    }
  }

  @Override
  public String type() {
    return kind.onnxName;
  }
}
