package io.sepconv.graph;

import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A value that the caller of a network provides.
 *
 * @param name unique among the values of the graph
 * @param type type of the elements
 * @param dims sizes of the axes; {@link #UNKNOWN} where any size may come
 */
public record GraphInput(String name, DataType type, List<Integer> dims) {
  /** The size of an axis that only the caller knows. */
  public static final int UNKNOWN = -1;

  public GraphInput {
    dims = List.copyOf(dims);
  }

  /** An input whose sizes are all known. */
  public static GraphInput of(String name, DataType type, Shape shape) {
    return new GraphInput(name, type, Arrays.stream(shape.dims()).boxed().toList());
  }

  /** Whether every size is known. */
  public boolean isStatic() {
    return !dims.contains(UNKNOWN);
  }

  /** The shape of a static input. */
  public Shape shape() {
    if (!isStatic()) {
      throw new IllegalArgumentException(
          "input '" + name + "' " + describe() + " has unknown sizes: give its shape");
    }
    return Shape.of(dims);
  }

  /**
   * Checks that a tensor of the given type may be fed to this input.
   *
   * @throws IllegalArgumentException naming the input, what it expects and what came
   */
  public void check(DataType actualType, Shape actual) {
    boolean fits = actual.rank() == dims.size() && actualType == type;
    for (int i = 0; fits && i < dims.size(); i++) {
      fits = dims.get(i) == UNKNOWN || dims.get(i) == actual.dim(i);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "input '%s' expects %s %s, not %s %s", name, type, describe(), actualType, actual));
    }
  }

  /** The sizes with {@code ?} for the unknown ones: {@code [?, 3, ?, ?]}. */
  public String describe() {
    return dims.toString().replace("-1", "?");
  }
}
