package io.sepconv.backend.jvm;

import io.sepconv.op.Activation;
import java.util.Arrays;

/**
 * Softmax along the middle axis of row-major {@code [outer, length, inner]}, some neighbouring
 * columns at a time. A part is such a block of columns.
 *
 * @param to where the result begins in the arena
 * @param scratch where the scratch of the first thread begins, {@link #SCRATCH} floats for each
 */
record SoftmaxColumns(
    Places.Place from,
    int to,
    int scratch,
    int outer,
    int length,
    int inner,
    boolean logarithm,
    MicroKernels micro)
    implements Kernel {
  /** Columns of a block: a few lines of the caches from each row. */
  private static final int BLOCK = 64;

  /** Floats of scratch for each thread: for each column a maximum and a sum. */
  static final int SCRATCH = 2 * BLOCK;

  private static final Activation EXP = new Activation(Activation.Kind.EXP, 0, 0);

  private int blocks() {
    return (inner + BLOCK - 1) / BLOCK;
  }

  @Override
  public int parts() {
    return outer * blocks();
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    float[] x = from.in(arena);
    int column = part % blocks() * BLOCK;
    int first = part / blocks() * length * inner + column;
    int n = Math.min(BLOCK, inner - column);
    int max = scratch + worker * SCRATCH;
    int sum = max + BLOCK;
    Arrays.fill(arena, max, max + n, Float.NEGATIVE_INFINITY);
    Arrays.fill(arena, sum, sum + n, 0);
    for (int i = 0; i < length; i++) {
      micro.combine(Pairwise.MAX, arena, max, x, from.at() + first + i * inner, arena, max, n);
    }
    for (int i = 0; i < length; i++) {
      int y = to + first + i * inner;
      micro.combine(Pairwise.SUB, x, from.at() + first + i * inner, arena, max, arena, y, n);
      micro.apply(EXP, arena, y, arena, y, n);
      micro.combine(Pairwise.ADD, arena, sum, arena, y, arena, sum, n);
    }
    if (logarithm) {
      for (int j = 0; j < n; j++) {
        arena[max + j] += (float) Math.log(arena[sum + j]);
      }
    }
    for (int i = 0; i < length; i++) {
      int y = to + first + i * inner;
      if (logarithm) {
        micro.combine(Pairwise.SUB, x, from.at() + first + i * inner, arena, max, arena, y, n);
      } else {
        micro.combine(Pairwise.DIV, arena, y, arena, sum, arena, y, n);
      }
    }
  }
}
