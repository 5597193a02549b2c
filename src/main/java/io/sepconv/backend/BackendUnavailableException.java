package io.sepconv.backend;

/** A backend that cannot run here; the message says why and the cause is the first that was met. */
public class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
