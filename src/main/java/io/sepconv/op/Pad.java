package io.sepconv.op;

/**
 * Elements added before and behind x. Operands: x of any type, pads i64 {@code [2n]} (all begins,
 * then all ends; a negative one crops), value (one element of x's type, optional, 0 if absent),
 * axes i64 or i32 {@code [n]} (optional; all axes if absent).
 *
 * @param mode where the added elements come from
 */
public record Pad(Mode mode) implements Op {
  /** Sources of padding; what is cropped is gone before the rest is padded. */
  public enum Mode {
    /** The operand value. */
    CONSTANT,
    /** The elements beside the edge, mirrored at the edge, which is not repeated. */
    REFLECT,
    /** The element at the edge. */
    EDGE,
    /** The elements of the other end, as if x were repeated. */
    WRAP
  }

  @Override
  public String type() {
    return "Pad";
  }
}
