package io.sepconv.backend.jvm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Kernels that write apart from each other, as one: all their parts may run at the same time. Those
 * that lie at the same distance from their kernel's first follow each other, as they mostly read
 * the same memory.
 */
final class Together implements Kernel {
  private final Part[] parts;

  private record Part(Kernel kernel, int number) {
    double progress() {
      return (number + 0.5) / kernel.parts();
    }
  }

  private Together(Part[] parts) {
    this.parts = parts;
  }

  /** One kernel is itself. */
  static Kernel of(List<? extends Kernel> kernels) {
    if (kernels.size() == 1) {
      return kernels.get(0);
    }
    List<Part> parts = new ArrayList<>();
    for (Kernel kernel : kernels) {
      for (int number = 0; number < kernel.parts(); number++) {
        parts.add(new Part(kernel, number));
      }
    }
    parts.sort(Comparator.comparingDouble(Part::progress));
    return new Together(parts.toArray(Part[]::new));
  }

  @Override
  public int parts() {
    return parts.length;
  }

  @Override
  public void run(float[] arena, int part, int worker) {
    parts[part].kernel().run(arena, parts[part].number(), worker);
  }
}
