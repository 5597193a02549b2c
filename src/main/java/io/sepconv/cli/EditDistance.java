package io.sepconv.cli;

/**
 * How far a text is from the one it should be (Levenshtein 1966).
 *
 * @param edits the fewest characters to insert, delete or replace
 * @param length characters of the text that it should be
 */
record EditDistance(int edits, int length) {
  /** The distance between two texts, in code points. */
  static EditDistance between(String expected, String actual) {
    int[] from = expected.codePoints().toArray();
    int[] to = actual.codePoints().toArray();
    // edits[j]: from what has been looked at of one text to the first j characters of the other.
    int[] edits = new int[to.length + 1];
    for (int j = 0; j <= to.length; j++) {
      edits[j] = j;
    }
    for (int i = 1; i <= from.length; i++) {
      int diagonal = edits[0];
      edits[0] = i;
      for (int j = 1; j <= to.length; j++) {
        int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
        diagonal = edits[j];
        edits[j] = Math.min(replaced, 1 + Math.min(edits[j], edits[j - 1]));
      }
    }
    return new EditDistance(edits[to.length], from.length);
  }

  /** The error: edits per character of the text that it should be. */
  double rate() {
    return edits == 0 ? 0 : (double) edits / length;
  }
}
