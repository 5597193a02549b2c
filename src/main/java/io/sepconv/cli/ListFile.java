package io.sepconv.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A text file with one entry to a line. Blank lines are ignored, and so is what follows a {@code #}
 * at the start of a line or after white space.
 */
final class ListFile {
  private ListFile() {}

  /**
   * An entry.
   *
   * @param where file and line number, for messages: {@code list:12: }
   * @param text without comment and surrounding white space; not empty
   */
  record Entry(String where, String text) {}

  /**
   * The entries of a file in their order.
   *
   * @param what the entries are, in the plural, for messages
   * @throws IllegalArgumentException if the file is no text
   */
  static List<Entry> read(Path file, String what) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(InputFiles.require(file));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no text file of " + what, e);
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
      if (!text.isEmpty()) {
        entries.add(new Entry(file + ":" + (i + 1) + ": ", text));
      }
    }
    return entries;
  }
}
