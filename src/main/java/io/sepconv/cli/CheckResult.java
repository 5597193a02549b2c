package io.sepconv.cli;

import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.UnsupportedOperatorException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The result of one check.
 *
 * @param name of the check
 * @param outcome how it ended
 * @param detail what is to be said about it, in one line
 * @param cause what was thrown, or null
 * @param seconds how long it took
 */
record CheckResult(String name, Outcome outcome, String detail, Throwable cause, double seconds) {

  static CheckResult passed(String name, String detail) {
    return new CheckResult(name, Outcome.PASSED, detail, null, 0);
  }

  static CheckResult failed(String name, String detail) {
    return new CheckResult(name, Outcome.FAILED, detail, null, 0);
  }

  static CheckResult unsupported(String name, String detail) {
    return new CheckResult(name, Outcome.UNSUPPORTED, detail, null, 0);
  }

  /**
   * The result of a check that threw: an unknown operator is unsupported; a damaged file, one that
   * does not fit the model or one that the JVM cannot cope with is broken; anything else is a
   * failure of sepconv.
   */
  static CheckResult of(String name, Throwable thrown) {
    if (thrown instanceof BackendUnavailableException unavailable) {
      // It would be the same for every other check.
      throw unavailable;
    }
    Outcome outcome = Outcome.FAILED;
    if (thrown instanceof UnsupportedOperatorException) {
      outcome = Outcome.UNSUPPORTED;
    } else if (thrown instanceof ModelFormatException
        || thrown instanceof IllegalArgumentException
        || thrown instanceof IOException
        || thrown instanceof UncheckedIOException
        || thrown instanceof Error) {
      outcome = Outcome.BROKEN;
    }
    return new CheckResult(name, outcome, Failure.of(thrown).message(), thrown, 0);
  }

  /** The same result with the time it took. */
  CheckResult took(double time) {
    return new CheckResult(name, outcome, detail, cause, time);
  }

  /** The same result without the throwable, which may hold much memory. */
  CheckResult withoutCause() {
    return new CheckResult(name, outcome, detail, null, seconds);
  }

  /** The line that reports it. */
  String line() {
    return switch (outcome) {
      case PASSED -> outcome + " " + name + "  " + detail;
      case FAILED -> outcome + " " + name + " " + detail;
      case UNSUPPORTED, BROKEN -> outcome + " " + name + ": " + detail;
    };
  }
}
