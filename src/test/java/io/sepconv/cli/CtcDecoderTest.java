package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CtcDecoderTest {
  /** Classes: 0 blank, 1 a, 2 b, 3 space. */
  private final CtcDecoder decoder = new CtcDecoder(List.of("a", "b"));

  /** Steps whose likeliest class is given, each with probability 0.7. */
  private static Tensor path(int... classes) {
    float[] values = new float[4 * classes.length];
    for (int step = 0; step < classes.length; step++) {
      for (int c = 0; c < 4; c++) {
        values[4 * step + c] = c == classes[step] ? 0.7f : 0.1f;
      }
    }
    return Tensor.of(Shape.of(1, classes.length, 4), values);
  }

  private String text(int... classes) {
    return decoder.decode(path(classes)).text();
  }

  @Test
  void repeatsCollapse() {
    assertEquals("a", text(1, 1, 1));
    assertEquals("ab", text(1, 1, 2, 2, 2));
    assertEquals("aba", text(1, 2, 1));
  }

  @Test
  void aBlankSeparatesRepeats() {
    assertEquals("aa", text(1, 0, 1));
    assertEquals("aab", text(1, 1, 0, 0, 1, 2));
  }

  @Test
  void blanksAreDropped() {
    assertEquals("ab", text(0, 0, 1, 0, 2, 0, 0));
    assertEquals("", text(0, 0, 0));
  }

  @Test
  void theLastClassIsASpace() {
    assertEquals("a b", text(1, 3, 3, 2));
    assertEquals(" a ", text(3, 1, 3));
    assertEquals("a  b", text(1, 3, 0, 3, 2));
  }

  @Test
  void theConfidenceIsTheMeanOfTheChosen() {
    Tensor steps =
        Tensor.of(
            Shape.of(1, 5, 4),
            new float[] {
              0.99f, 0, 0.01f, 0, //
              0.1f, 0.8f, 0.1f, 0, //
              0.4f, 0.6f, 0, 0, // repeats the a
              1, 0, 0, 0, //
              0.2f, 0.1f, 0.3f, 0.4f
            });

    TextReading reading = decoder.decode(steps);

    assertEquals("a ", reading.text());
    assertEquals((0.8 + 0.4) / 2, reading.confidence(), 1e-6);
    assertEquals(new TextReading("a", reading.confidence()), reading.strip());
  }

  @Test
  void nothingReadHasNoConfidence() {
    assertEquals(new TextReading("", 0), decoder.decode(path(0, 0)));
    assertEquals(new TextReading("", 0), decoder.decode(path()));
  }

  @Test
  void otherShapesAreRefused() {
    for (Shape shape : List.of(Shape.of(1, 2, 5), Shape.of(2, 1, 4), Shape.of(2, 4))) {
      Tensor tensor = Tensor.of(shape, new float[Math.toIntExact(shape.size())]);

      String message =
          assertThrows(IllegalStateException.class, () -> decoder.decode(tensor)).getMessage();

      assertTrue(message.contains(shape.toString()), message);
      assertTrue(message.contains("[1, T, 4]"), message);
    }
  }

  @Test
  void theCharactersStandInTheMetadata() {
    assertEquals("b", CtcDecoder.of(Map.of("character", "a\nb")).decode(path(2)).text());
    assertEquals("b ", CtcDecoder.of(Map.of("character", "a\nb\n")).decode(path(2, 3)).text());

    String message =
        assertThrows(IllegalStateException.class, () -> CtcDecoder.of(Map.of("author", "x")))
            .getMessage();

    assertTrue(message.contains("[author]"), message);
  }
}
