package io.sepconv.benchmarks;

/** A participant of a contest failed, or said what it should not. */
final class ParticipantException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ParticipantException(String message) {
    super(message);
  }
}
