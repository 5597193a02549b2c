package io.sepconv.op;

/**
 * The maximum or the mean over all spatial positions. Operand: x {@code [N, C, ...]}; result {@code
 * [N, C, 1, ...]}.
 *
 * @param kind maximum or average
 */
public record GlobalPool(Pool.Kind kind) implements Op {
  @Override
  public String type() {
    return kind == Pool.Kind.MAX ? "GlobalMaxPool" : "GlobalAveragePool";
  }
}
