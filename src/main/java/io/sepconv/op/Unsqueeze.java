package io.sepconv.op;

import java.util.List;

/**
 * Inserts axes of size 1.
 *
 * @param axes their places in the result; negative counts from the result's last
 */
public record Unsqueeze(List<Integer> axes) implements Op {
  public Unsqueeze {
    axes = List.copyOf(axes);
  }

  @Override
  public String type() {
    return "Unsqueeze";
  }
}
