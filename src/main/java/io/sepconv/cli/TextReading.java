package io.sepconv.cli;

/**
 * What a recogniser read.
 *
 * @param text empty if it saw no character
 * @param confidence mean probability of the characters, 0 if there are none
 */
record TextReading(String text, double confidence) {
  /** Without blanks at either end. */
  TextReading strip() {
    return new TextReading(text.strip(), confidence);
  }
}
