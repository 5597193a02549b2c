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
}
