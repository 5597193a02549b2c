package io.sepconv.backend.jvm;

import io.sepconv.reference.Axes3;

/**
 * The rows of a depthwise convolution's result in blocks. A last one that would have fewer rows
 * than a tile begins earlier, and computes some of them again.
 *
 * @param axes of the depthwise convolution
 * @param perBlock rows of a block, at least those of a tile
 * @param least rows of a tile, at most those of the result
 */
record RowBlocks(Axes3 axes, int perBlock, int least) {
  int rows() {
    return axes.output()[1];
  }

  int count() {
    return (rows() + perBlock - 1) / perBlock;
  }

  int first(int block) {
    return Math.min(block * perBlock, rows() - least);
  }

  /** The row behind the last. */
  int end(int block) {
    return Math.min(rows(), (block + 1) * perBlock);
  }

  /** The first row that the windows of a block read. */
  int firstRead(int block) {
    return Math.max(0, axes.position(1, first(block), 0));
  }

  /** The row behind the last that they read. */
  int endRead(int block) {
    int last = axes.position(1, end(block) - 1, axes.kernel()[1] - 1);
    return Math.min(axes.input()[1], last + 1);
  }

  /** Most rows that a block reads. */
  int mostRead() {
    int most = 0;
    for (int block = 0; block < count(); block++) {
      most = Math.max(most, endRead(block) - firstRead(block));
    }
    return most;
  }

  /**
   * The axes of one block, as a convolution of its own.
   *
   * @param from the first row of its source
   * @param to the row behind the last
   */
  Axes3 axes(int block, int from, int to) {
    int[] input = axes.input().clone();
    int[] output = axes.output().clone();
    int[] pad = axes.pad().clone();
    input[1] = to - from;
    output[1] = end(block) - first(block);
    pad[1] = from - axes.position(1, first(block), 0);
    return new Axes3(
        input, output, axes.kernel(), axes.stride(), axes.dilation(), pad, axes.padEnd());
  }
}
