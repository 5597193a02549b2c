package io.sepconv.backend.jvm;

/**
 * A 1x1 convolution, a depthwise one and another 1x1 one as one kernel, by blocks of rows: what a
 * depthwise window reads beyond its block is kept from the block before, and computed again only
 * where another part of the kernel computed that.
 */
final class InvertedBlock implements Kernel {
  private final Block[][] blocks;
  private final int parts;

  /**
   * A block of rows for one thread.
   *
   * @param expandAll computes all rows that the depthwise windows read
   * @param expandNew computes those that the block before has not; null where there are none
   * @param kept the others, which move to the front
   * @param depthwise reads the rows
   * @param project reads those of the depthwise convolution
   */
  record Block(Kernel expandAll, Kernel expandNew, Kept kept, Kernel depthwise, Kernel project) {}

  /** Floats that move from one place of the arena to another before it. */
  record Kept(int from, int to, int floats) {}

  /**
   * Takes blocks per thread.
   *
   * @param parts pieces of neighbouring blocks, at most as many as blocks
   */
  InvertedBlock(Block[][] blocks, int parts) {
    this.blocks = blocks;
    this.parts = parts;
  }

  @Override
  public int parts() {
    return parts;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int count = blocks[worker].length;
    int first = count * part / parts;
    int end = count * (part + 1) / parts;
    for (int i = first; i < end; i++) {
      Block block = blocks[worker][i];
      if (i == first) {
        whole(block.expandAll(), arena);
      } else {
        Kept kept = block.kept();
        System.arraycopy(arena, kept.from(), arena, kept.to(), kept.floats());
        if (block.expandNew() != null) {
          whole(block.expandNew(), arena);
        }
      }
      whole(block.depthwise(), arena);
      whole(block.project(), arena);
    }
  }

  /** Runs all parts of a kernel that was made for one thread. */
  static void whole(Kernel kernel, float[] arena) {
    for (int part = 0; part < kernel.parts(); part++) {
      kernel.run(arena, part, 0);
    }
  }
}
