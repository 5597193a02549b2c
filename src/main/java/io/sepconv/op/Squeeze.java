package io.sepconv.op;

import java.util.List;

/**
 * Removes axes of size 1.
 *
 * @param axes which; empty means all of size 1; negative counts from the last
 */
public record Squeeze(List<Integer> axes) implements Op {
  public Squeeze {
    axes = List.copyOf(axes);
  }

  @Override
  public String type() {
    return "Squeeze";
  }
}
