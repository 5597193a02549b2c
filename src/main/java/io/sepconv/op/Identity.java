package io.sepconv.op;

/** The operand itself. Dropout at inference reads as this. */
public record Identity() implements Op {
  @Override
  public String type() {
    return "Identity";
  }
}
