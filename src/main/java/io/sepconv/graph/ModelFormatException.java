package io.sepconv.graph;

/**
 * A model file, or a graph read from one, that is damaged or contradicts itself.
 *
 * <p>The message quotes the model. What a model says may be of any length, so a long message is cut
 * in its middle.
 */
public class ModelFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 2000;

  public ModelFormatException(String message) {
    super(cut(message));
  }

  public ModelFormatException(String message, Throwable cause) {
    super(cut(message), cause);
  }

  /** The same with the place it was met at in front of the message. */
  public ModelFormatException at(String place) {
    return new ModelFormatException(place + ": " + getMessage(), this);
  }

  static String cut(String message) {
    if (message == null || message.length() <= LONGEST) {
      return message;
    }
    int half = LONGEST / 2;
    return message.substring(0, half) + " ... " + message.substring(message.length() - half);
  }
}
