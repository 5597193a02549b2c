package io.sepconv.onnx;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.UnsupportedOperatorException;
import org.junit.jupiter.api.function.Executable;

/** Asserts that a model is refused, and that the message says what about it. */
final class Refusals {
  private Refusals() {}

  static UnsupportedOperatorException assertUnsupported(TestModel model, String... words) {
    return check(assertThrows(UnsupportedOperatorException.class, model::read), words);
  }

  static ModelFormatException assertMalformed(TestModel model, String... words) {
    return assertMalformed((Executable) model::read, words);
  }

  static ModelFormatException assertMalformed(Executable action, String... words) {
    return check(assertThrows(ModelFormatException.class, action), words);
  }

  private static <E extends Exception> E check(E exception, String... words) {
    for (String word : words) {
      assertTrue(
          exception.getMessage().contains(word),
          () -> "no '" + word + "' in: " + exception.getMessage());
    }
    return exception;
  }
}
