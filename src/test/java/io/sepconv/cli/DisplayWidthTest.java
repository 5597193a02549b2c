package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DisplayWidthTest {
  @Test
  void columnsOfATerminal() {
    assertEquals(0, DisplayWidth.of(""));
    assertEquals(9, DisplayWidth.of("Zürich, è"));
    assertEquals(8, DisplayWidth.of("文字テキ"));
    assertEquals(4, DisplayWidth.of("한글"));
    assertEquals(6, DisplayWidth.of("，！￥"));
    assertEquals(2, DisplayWidth.of("\u3000"));
    assertEquals(2, DisplayWidth.of("ｱｲ")); // halfwidth forms
    assertEquals(1, DisplayWidth.of("e\u0301"));
    assertEquals(2, DisplayWidth.of("\uD840\uDC0B"));
  }
}
