package io.sepconv.backend.jvm;

/**
 * A depthwise convolution and the 1x1 convolution of its result in one: some rows of pixels at a
 * time, which stay in the caches between the two.
 */
final class SeparableBlock implements Kernel {
  private final DepthwiseTiles depthwise;
  private final TiledProduct pointwise;
  private final Block block;

  /**
   * How rows are grouped.
   *
   * @param rows of the picture between the two
   * @param perBlock rows of a block: a multiple of the rows of a depthwise tile
   * @param rowFloats floats of such a row
   * @param at where the rows of the first thread's block go
   * @param perThread floats from there to those of the next thread
   */
  record Block(int rows, int perBlock, int rowFloats, int at, int perThread) {}

  SeparableBlock(DepthwiseTiles depthwise, TiledProduct pointwise, Block block) {
    this.depthwise = depthwise;
    this.pointwise = pointwise;
    this.block = block;
  }

  @Override
  public int parts() {
    return (block.rows() + block.perBlock() - 1) / block.perBlock();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int first = part * block.perBlock();
    int last = Math.min(block.rows(), first + block.perBlock());
    // A row of tiles that would leave the picture begins earlier: the block begins with it.
    int tileRows = depthwise.tileRows();
    int begin = Math.min(first, block.rows() - tileRows);
    int base = block.at() + worker * block.perThread() - begin * block.rowFloats();
    for (int row = first; row < last; row += tileRows) {
      depthwise.rowOfTiles(arena, 0, 0, row / tileRows, worker, base);
    }
    int tiles = pointwise.tilesPerRow();
    pointwise.tiles(arena, base, first * tiles, last * tiles, worker);
  }
}
