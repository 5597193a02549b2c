package io.sepconv.op;

import io.sepconv.tensor.DataType;

/**
 * Conversion of the element type as Java's casts do it (floats towards zero); to bool: not zero.
 *
 * @param to the type of the result
 */
public record Cast(DataType to) implements Op {
  @Override
  public String type() {
    return "Cast";
  }
}
