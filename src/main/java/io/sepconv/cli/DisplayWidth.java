package io.sepconv.cli;

/**
 * How many columns of a terminal a text takes: two for what East Asian scripts write in a square
 * (Unicode Standard Annex 11: wide and fullwidth), none for combining marks, else one.
 */
final class DisplayWidth {
  /** First and last code point of each range of wide characters. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F}, // the first consonants of Hangul
    {0x2E80, 0x303E}, // radicals, punctuation
    {0x3041, 0xA4CF}, // kana, ideographs, Yi
    {0xAC00, 0xD7A3}, // Hangul
    {0xF900, 0xFAFF}, // ideographs for compatibility
    {0xFE30, 0xFE6F}, // vertical and small forms
    {0xFF01, 0xFF60}, // fullwidth forms
    {0xFFE0, 0xFFE6}, // fullwidth signs
    {0x1F300, 0x1FAFF}, // pictographs
    {0x20000, 0x3FFFD} // more ideographs
  };

  private DisplayWidth() {}

  /** The columns of a text without control characters. */
  static int of(String text) {
    return text.codePoints().map(DisplayWidth::of).sum();
  }

  private static int of(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (character >= range[0] && character <= range[1]) {
        return 2;
      }
    }
    return 1;
  }
}
