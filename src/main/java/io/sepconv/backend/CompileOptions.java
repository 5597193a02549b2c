package io.sepconv.backend;

/**
 * How a graph is compiled.
 *
 * @param threads threads that one run may use, at least 1
 * @param precision arithmetic inside the network
 */
public record CompileOptions(int threads, Precision precision) {
  public CompileOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
  }

  /** f32 on the given number of threads. */
  public static CompileOptions f32(int threads) {
    return new CompileOptions(threads, Precision.F32);
  }
}
