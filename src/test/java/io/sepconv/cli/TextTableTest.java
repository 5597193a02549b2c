package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAligned() {
    TextTable table =
        new TextTable().add("", "a", "long").rule().add("name", "1").add("n", "1,000", "2");

    List<String> expected =
        List.of(
            "          a  long", //
            "-----------------",
            "name      1",
            "n     1,000     2");
    assertEquals(expected, table.render());
  }

  @Test
  void wordsAreAlignedToTheLeft() {
    TextTable table = new TextTable().words(2).add("", "n", "text").add("1", "10", "a").add("2");

    assertEquals(List.of("    n  text", "1  10  a", "2"), table.render());
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    TextTable table = new TextTable().add("文字", "1").rule().add("a\u0301bcde", "234");

    assertEquals(List.of("文字     1", "----------", "a\u0301bcde  234"), table.render());
  }
}
