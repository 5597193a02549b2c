package io.sepconv.backend.jvm;

/** One step of a run, in parts that may run at the same time. Immutable. */
interface Kernel {
  /** How many parts there are, at least 1. Results do not depend on who runs which part. */
  int parts();

  /**
   * Runs one part.
   *
   * @param arena of the session
   * @param part 0 to {@link #parts} - 1
   * @param worker number of the thread, 0 to threads - 1: no two at the same time have the same
   */
  void run(float[] arena, int part, int worker);

  /** Makes a kernel once the places of its operands are known. */
  @FunctionalInterface
  interface Binding {
    Kernel bind(Places places);
  }
}
