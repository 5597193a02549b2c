package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoTextTest {
  private static final TextBox BOX = new TextBox(0, 0, 9, 9, 1);
  private static final TextReading READING = new TextReading("text", 1);

  private static String verdict(TextDirection... directions) {
    List<TextLine> lines =
        Stream.of(directions).map(direction -> new TextLine(BOX, direction, READING)).toList();
    return DemoText.verdict(lines);
  }

  @Test
  void sureLinesVote() {
    TextDirection up = new TextDirection(false, 0.95);
    TextDirection down = new TextDirection(true, 0.99);
    TextDirection unsure = new TextDirection(true, 0.9);

    assertEquals("UPRIGHT (1 line: 1 upright, 0 upside down, 0 unsure)", verdict(up));
    assertEquals(
        "UPRIGHT (4 lines: 1 upright, 0 upside down, 3 unsure)",
        verdict(up, unsure, unsure, unsure));
    assertEquals(
        "UPSIDE DOWN (3 lines: 1 upright, 2 upside down, 0 unsure)", verdict(up, down, down));
    assertEquals("UNDECIDED (2 lines: 1 upright, 1 upside down, 0 unsure)", verdict(up, down));
    assertEquals("UNDECIDED (1 line: 0 upright, 0 upside down, 1 unsure)", verdict(unsure));
  }

  @Test
  void aTurnedPageIsReadFromTheBottomUp() {
    TextDirection down = new TextDirection(true, 1);
    List<TextLine> lines =
        Stream.of("second", "", "first")
            .map(text -> new TextLine(BOX, down, new TextReading(text, 1)))
            .toList();

    assertEquals("first\n\nsecond", DemoText.text(lines, true));
    assertEquals("second\n\nfirst", DemoText.text(lines, false));
  }
}
