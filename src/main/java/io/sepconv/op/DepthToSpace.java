package io.sepconv.op;

/**
 * Channels spread over blocks of pixels. Operand: x {@code [N, C, H, W]} of any type; result {@code
 * [N, C / size², H * size, W * size]}.
 *
 * @param size width and height of a block
 * @param order how the channels of a block lie in x
 */
public record DepthToSpace(int size, Order order) implements Op {
  /** Orders of the channels, outermost first. */
  public enum Order {
    /** Row in the block, column in the block, channel of the result. */
    DCR,
    /** Channel of the result, row in the block, column in the block: PyTorch's pixel shuffle. */
    CRD
  }

  public DepthToSpace {
    if (size < 1) {
      throw new IllegalArgumentException("a block must have a size of at least 1, not " + size);
    }
  }

  @Override
  public String type() {
    return "DepthToSpace";
  }
}
