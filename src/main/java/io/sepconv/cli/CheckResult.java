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
 */
record CheckResult(String name, Outcome outcome, String detail, Throwable cause) {

  static CheckResult passed(String name, String detail) {
    return new CheckResult(name, Outcome.PASSED, detail, null);
  }

  static CheckResult failed(String name, String detail) {
    return new CheckResult(name, Outcome.FAILED, detail, null);
  }

  static CheckResult unsupported(String name, String detail) {
    return new CheckResult(name, Outcome.UNSUPPORTED, detail, null);
  }

  /**
   * The result of a check that threw: an unknown operator is unsupported, a damaged file or one
   * that does not fit the model is broken, anything else is a failure of sepconv.
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
        || thrown instanceof UncheckedIOException) {
      outcome = Outcome.BROKEN;
    }
    return new CheckResult(name, outcome, Failure.of(thrown).message(), thrown);
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
