package io.sepconv.op;

/**
 * exp(x) / sum(exp(x)) along an axis.
 *
 * @param axis negative counts from the last
 * @param flattened normalise over this axis and all behind it together, as opsets before 13 do
 */
public record Softmax(int axis, boolean flattened) implements Op {
  @Override
  public String type() {
    return "Softmax";
  }
}
