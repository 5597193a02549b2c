package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EditDistanceTest {
  private static int edits(String expected, String actual) {
    return EditDistance.between(expected, actual).edits();
  }

  @Test
  void equalTextsHaveNone() {
    assertEquals(0, edits("", ""));
    assertEquals(0, edits("depthwise", "depthwise"));
  }

  @Test
  void anInsertionADeletionAndAReplacementCountOne() {
    assertEquals(1, edits("abc", "abxc"));
    assertEquals(1, edits("abc", "ac"));
    assertEquals(1, edits("abc", "abd"));
    assertEquals(3, edits("abc", ""));
    assertEquals(3, edits("", "abc"));
  }

  @Test
  void theFewestEditsCount() {
    assertEquals(3, edits("kitten", "sitting"));
    assertEquals(2, edits("flaw", "lawn"));
    assertEquals(3, edits("sunday", "saturday"));
    assertEquals(2, edits("ab", "ba"));
  }

  @Test
  void aCharacterOutsideTheBasicPlaneIsOne() {
    assertEquals(new EditDistance(1, 2), EditDistance.between("a\uD840\uDC0B", "a"));
  }

  @Test
  void theRateIsPerExpectedCharacter() {
    assertEquals(0.25, EditDistance.between("abcd", "abxd").rate());
    assertEquals(3, EditDistance.between("a", "bcd").rate());
    assertEquals(0, EditDistance.between("", "").rate());
    assertEquals(Double.POSITIVE_INFINITY, EditDistance.between("", "a").rate());
  }
}
