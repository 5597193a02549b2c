package io.sepconv.benchmarks;

/** Two engines compute different outputs from the same file and input: their times are no pair. */
final class DisagreementException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  DisagreementException(String message) {
    super(message);
  }
}
