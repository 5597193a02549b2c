package io.sepconv.op;

/**
 * The parts of an operand along an axis, each a result. Operands: x of any type, sizes i64 {@code
 * [parts]} (optional).
 *
 * @param axis negative counts from the last
 * @param parts the number of results
 * @param smallerLast without sizes all parts are equal; this lets the last one be smaller
 */
public record Split(int axis, int parts, boolean smallerLast) implements Op {
  public Split {
    if (parts < 1) {
      throw new IllegalArgumentException("Split needs at least one part, not " + parts);
    }
  }

  @Override
  public String type() {
    return "Split";
  }
}
