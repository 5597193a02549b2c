package io.sepconv.op;

/**
 * Reshapes to a matrix: the axes before {@code axis} into rows, the others into columns.
 *
 * @param axis from 0 to the rank; negative counts from the last
 */
public record Flatten(int axis) implements Op {
  @Override
  public String type() {
    return "Flatten";
  }
}
