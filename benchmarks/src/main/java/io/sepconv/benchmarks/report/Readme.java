package io.sepconv.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Replaces what stands between two marker lines of a file. */
final class Readme {
  static final String BEGIN = "<!-- results: made by benchmarks/report -->";
  static final String END = "<!-- end of results -->";

  private Readme() {}

  /**
   * Puts a text there.
   *
   * @throws IllegalArgumentException if the file has not both lines, in this order
   */
  static void rewrite(Path file, String text) throws IOException {
    String old = Files.readString(file);
    int begin = old.indexOf(BEGIN + "\n");
    int end = old.indexOf(END, begin + 1);
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException(
          String.format("%s has no line '%s' with a line '%s' after it", file, BEGIN, END));
    }
    Files.writeString(
        file,
        old.substring(0, begin + BEGIN.length())
            + "\n"
            + text.stripTrailing()
            + "\n"
            + old.substring(end));
  }
}
