package io.sepconv.op;

/** An operand repeated as a whole. Operands: x of any type, repeats per axis i64 {@code [rank]}. */
public record Tile() implements Op {
  @Override
  public String type() {
    return "Tile";
  }
}
