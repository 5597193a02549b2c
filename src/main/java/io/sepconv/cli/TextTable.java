package io.sepconv.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lines of cells in aligned columns: the first column to the left, the others to the right unless
 * they hold words. Wide characters count for two.
 */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();
  private final Set<Integer> words = new HashSet<>(Set.of(0));

  /** Aligns a column, counted from 0, to the left. */
  TextTable words(int column) {
    words.add(column);
    return this;
  }

  /** Adds a line; short ones end early. */
  TextTable add(String... cells) {
    lines.add(List.of(cells));
    return this;
  }

  /** Draws a line between what was added and what will be. */
  TextTable rule() {
    lines.add(List.of());
    return this;
  }

  /** The table, a string per line, without trailing blanks. */
  List<String> render() {
    List<Integer> widths = new ArrayList<>();
    for (List<String> line : lines) {
      for (int i = 0; i < line.size(); i++) {
        if (i == widths.size()) {
          widths.add(0);
        }
        widths.set(i, Math.max(widths.get(i), DisplayWidth.of(line.get(i))));
      }
    }
    int total = widths.stream().mapToInt(Integer::intValue).sum();
    String rule = "-".repeat(total + GAP.length() * Math.max(0, widths.size() - 1));
    return lines.stream().map(line -> line.isEmpty() ? rule : render(line, widths)).toList();
  }

  private String render(List<String> line, List<Integer> widths) {
    List<String> cells = new ArrayList<>(Collections.nCopies(line.size(), ""));
    for (int i = 0; i < line.size(); i++) {
      String blanks = " ".repeat(widths.get(i) - DisplayWidth.of(line.get(i)));
      cells.set(i, words.contains(i) ? line.get(i) + blanks : blanks + line.get(i));
    }
    return String.join(GAP, cells).stripTrailing();
  }
}
