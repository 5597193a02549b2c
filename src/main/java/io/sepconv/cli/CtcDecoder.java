package io.sepconv.cli;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns what a recogniser answers into text: best-path decoding of connectionist temporal
 * classification (Graves et al. 2006). Each step takes its likeliest class; a class repeated
 * without a blank between is one character; blanks are dropped.
 */
final class CtcDecoder {
  /** The entry of PP-OCR's metadata that lists the characters. */
  private static final String CHARACTERS = "character";

  private static final int BLANK = 0;

  /** The string of each class. */
  private final List<String> classes;

  /**
   * A decoder of PP-OCR's classes: the blank, the characters in their order, and a space.
   *
   * @param characters without the space
   */
  CtcDecoder(List<String> characters) {
    List<String> all = new ArrayList<>(characters.size() + 2);
    all.add("");
    all.addAll(characters);
    all.add(" ");
    this.classes = List.copyOf(all);
  }

  /**
   * A decoder for the characters that a network's metadata names, one a line.
   *
   * @throws IllegalStateException if it names none
   */
  static CtcDecoder of(Map<String, String> metadata) {
    String characters = metadata.get(CHARACTERS);
    if (characters == null) {
      throw new IllegalStateException(
          "the recogniser does not name its characters: its metadata holds "
              + metadata.keySet()
              + ", not '"
              + CHARACTERS
              + "'");
    }
    return new CtcDecoder(characters.lines().toList());
  }

  /**
   * The text of one line. Its confidence is the mean probability of the steps that gave a
   * character, the first of each repetition; 0 where none did.
   *
   * @param probabilities {@code [1, T, classes]}, T steps from left to right
   */
  TextReading decode(Tensor probabilities) {
    Shape shape = probabilities.shape();
    int count = classes.size();
    if (shape.rank() != 3 || shape.dim(0) != 1 || shape.dim(2) != count) {
      throw new IllegalStateException(
          "the recogniser answers " + shape + ", not [1, T, " + count + "]");
    }
    float[] values = probabilities.floats();
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int characters = 0;
    int last = BLANK;
    for (int step = 0; step < shape.dim(1); step++) {
      int best = likeliest(values, step * count, count);
      if (best != BLANK && best != last) {
        text.append(classes.get(best));
        sum += values[step * count + best];
        characters++;
      }
      last = best;
    }
    return new TextReading(text.toString(), characters == 0 ? 0 : sum / characters);
  }

  private static int likeliest(float[] values, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = values[from + i] > values[from + best] ? i : best;
    }
    return best;
  }
}
