package io.sepconv.cli;

/** What the exit code of a command says. */
final class ExitCode {
  /** Everything that was asked for is done. */
  static final int DONE = 0;

  /** A check ran and failed. */
  static final int CHECK_FAILED = 1;

  /** The usage or an input is wrong. */
  static final int BAD_INPUT = 2;

  /** sepconv itself failed, or memory ran out. */
  static final int INTERNAL = 3;

  private ExitCode() {}
}
