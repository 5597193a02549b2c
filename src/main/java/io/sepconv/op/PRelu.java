package io.sepconv.op;

/**
 * x for x >= 0, slope * x below.
 *
 * <p>Operands: x, then the slope, which is broadcast to the shape of x.
 */
public record PRelu() implements Op {
  @Override
  public String type() {
    return "PRelu";
  }
}
