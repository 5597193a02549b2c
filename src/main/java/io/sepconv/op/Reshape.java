package io.sepconv.op;

/**
 * The same elements under another shape. Operands: x, the shape as i64 {@code [rank]}, where one -1
 * is derived and 0 copies the size of that axis.
 *
 * @param allowZero 0 means a size of zero instead
 */
public record Reshape(boolean allowZero) implements Op {
  @Override
  public String type() {
    return "Reshape";
  }
}
