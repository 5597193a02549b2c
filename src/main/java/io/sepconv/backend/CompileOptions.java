package io.sepconv.backend;

/**
 * How a graph is compiled.
 *
 * @param threads threads that one run may use, 1 to {@value #MAX_THREADS}
 * @param precision arithmetic inside the network
 * @param tuned whether implementations may be chosen by their time on this machine
 * @param strict whether a step that only a slow implementation can run is an error
 */
public record CompileOptions(int threads, Precision precision, boolean tuned, boolean strict) {
  /** More threads than that, each with its stack, exhaust the machine in native code. */
  public static final int MAX_THREADS = 1024;

  public CompileOptions {
    checkThreads(threads);
  }

  /**
   * Checks a number of threads.
   *
   * @throws IllegalArgumentException if it does not lie in 1..{@value #MAX_THREADS}
   */
  public static void checkThreads(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must lie in 1.." + MAX_THREADS + ", not " + threads);
    }
  }

  /** f32 on the given number of threads, nothing measured, slow steps allowed. */
  public static CompileOptions f32(int threads) {
    return new CompileOptions(threads, Precision.F32, false, false);
  }
}
