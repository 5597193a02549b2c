package io.sepconv.backend.jvm;

import java.util.List;

/** Kernels that write apart from each other, as one: all their parts may run at the same time. */
final class Together implements Kernel {
  private final Kernel[] kernels;

  /** The number of the first part of each kernel, and that of all parts. */
  private final int[] first;

  private Together(List<? extends Kernel> kernels) {
    this.kernels = kernels.toArray(Kernel[]::new);
    this.first = new int[this.kernels.length + 1];
    for (int i = 0; i < this.kernels.length; i++) {
      first[i + 1] = Math.addExact(first[i], this.kernels[i].parts());
    }
  }

  /** One kernel is itself. */
  static Kernel of(List<? extends Kernel> kernels) {
    return kernels.size() == 1 ? kernels.get(0) : new Together(kernels);
  }

  @Override
  public int parts() {
    return first[kernels.length];
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    int low = 0;
    int high = kernels.length;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (first[middle] <= part) {
        low = middle;
      } else {
        high = middle;
      }
    }
    kernels[low].run(arena, part - first[low], worker);
  }
}
