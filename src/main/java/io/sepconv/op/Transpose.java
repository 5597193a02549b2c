package io.sepconv.op;

import java.util.List;

/**
 * Reorders the axes.
 *
 * @param perm axis i of the result is axis perm[i] of the operand; empty reverses all axes
 */
public record Transpose(List<Integer> perm) implements Op {
  public Transpose {
    perm = List.copyOf(perm);
  }

  @Override
  public String type() {
    return "Transpose";
  }
}
