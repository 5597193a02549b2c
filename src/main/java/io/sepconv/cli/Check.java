package io.sepconv.cli;

/** One thing to verify: a golden folder, a convolution. Independent of every other check. */
interface Check {
  /** What names it in the output. */
  String name();

  /**
   * Runs it.
   *
   * @return whether it passed and what is to be said about it
   * @throws Exception sorted by {@link CheckResult#of(String, Throwable)}
   */
  CheckResult run() throws Exception;
}
