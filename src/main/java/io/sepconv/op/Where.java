package io.sepconv.op;

/**
 * An element of one operand or of another. Operands: condition (bool), x where it is true, y where
 * it is false, both of one type; all three are broadcast against each other.
 */
public record Where() implements Op {
  @Override
  public String type() {
    return "Where";
  }
}
