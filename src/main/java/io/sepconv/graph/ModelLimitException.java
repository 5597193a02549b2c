package io.sepconv.graph;

/** A model that asks for more than its {@link Limits} allow. */
public class ModelLimitException extends ModelFormatException {
  private static final long serialVersionUID = 1L;

  public ModelLimitException(String message) {
    super(message);
  }

  public ModelLimitException(String message, Throwable cause) {
    super(message, cause);
  }

  @Override
  public ModelLimitException at(String place) {
    return new ModelLimitException(place + ": " + getMessage(), this);
  }
}
