package io.sepconv.backend.jvm;

import io.sepconv.backend.Backend;

/** The backend in Java on each tier of kernels, whatever it would choose here itself. */
public final class JvmTiers {
  private JvmTiers() {}

  /** On the Vector API, whose module must be there. */
  public static Backend vector() {
    return new JvmBackend(new VectorMicroKernels());
  }

  /** In plain Java. */
  public static Backend plain() {
    return new JvmBackend(new PlainMicroKernels());
  }
}
