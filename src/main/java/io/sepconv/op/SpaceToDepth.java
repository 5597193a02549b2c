package io.sepconv.op;

/**
 * Blocks of pixels gathered into channels: the inverse of {@link DepthToSpace} in order {@link
 * DepthToSpace.Order#DCR}. Operand: x {@code [N, C, H, W]} of any type; result {@code [N, C *
 * size², H / size, W / size]}.
 *
 * @param size width and height of a block
 */
public record SpaceToDepth(int size) implements Op {
  public SpaceToDepth {
    if (size < 1) {
      throw new IllegalArgumentException("a block must have a size of at least 1, not " + size);
    }
  }

  @Override
  public String type() {
    return "SpaceToDepth";
  }
}
