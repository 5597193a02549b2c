package io.sepconv.backend.jvm;

/**
 * A depthwise convolution and the 1x1 convolution of its result as one kernel: some rows at a time,
 * which stay in the caches between the two.
 *
 * <p>Each block of rows has kernels of the library of its own, one per thread, which differ in
 * where the rows between the two lie.
 */
final class SeparableBlock implements Kernel {
  private final Kernel[][] depthwise;
  private final Kernel[][] pointwise;

  /**
   * Takes kernels per thread and block.
   *
   * @param depthwise write rows of a block to memory of a thread
   * @param pointwise read them there
   */
  SeparableBlock(Kernel[][] depthwise, Kernel[][] pointwise) {
    this.depthwise = depthwise;
    this.pointwise = pointwise;
  }

  @Override
  public int parts() {
    return depthwise[0].length;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    InvertedBlock.whole(depthwise[worker][part], arena);
    InvertedBlock.whole(pointwise[worker][part], arena);
  }
}
