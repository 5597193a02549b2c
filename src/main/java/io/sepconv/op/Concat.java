package io.sepconv.op;

/**
 * Any number of operands, one behind the other along an axis.
 *
 * @param axis negative counts from the last
 */
public record Concat(int axis) implements Op {
  @Override
  public String type() {
    return "Concat";
  }
}
