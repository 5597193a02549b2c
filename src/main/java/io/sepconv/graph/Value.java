package io.sepconv.graph;

import io.sepconv.tensor.Shape;

/**
 * A value under construction in a {@link GraphBuilder}.
 *
 * @param name its name in the graph
 * @param type element type and shape
 */
public record Value(String name, ValueType type) {
  /** Sizes of the axes. */
  public Shape shape() {
    return type.shape();
  }
}
