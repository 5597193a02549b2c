package io.sepconv.op;

/**
 * exp(x) / sum(exp(x)) along an axis, or the logarithm of that.
 *
 * @param axis negative counts from the last
 * @param flattened normalise over this axis and all behind it together, as opsets before 13 do
 * @param logarithm the logarithm is asked for: LogSoftmax
 */
public record Softmax(int axis, boolean flattened, boolean logarithm) implements Op {
  /** Softmax itself. */
  public Softmax(int axis, boolean flattened) {
    this(axis, flattened, false);
  }

  @Override
  public String type() {
    return logarithm ? "LogSoftmax" : "Softmax";
  }
}
