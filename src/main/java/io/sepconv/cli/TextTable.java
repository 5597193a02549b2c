package io.sepconv.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lines of cells in aligned columns: the first column to the left, the others to the right. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> lines = new ArrayList<>();

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
        widths.set(i, Math.max(widths.get(i), line.get(i).length()));
      }
    }
    int total = widths.stream().mapToInt(Integer::intValue).sum();
    String rule = "-".repeat(total + GAP.length() * Math.max(0, widths.size() - 1));
    return lines.stream().map(line -> line.isEmpty() ? rule : render(line, widths)).toList();
  }

  private static String render(List<String> line, List<Integer> widths) {
    List<String> cells = new ArrayList<>(Collections.nCopies(line.size(), ""));
    for (int i = 0; i < line.size(); i++) {
      String blanks = " ".repeat(widths.get(i) - line.get(i).length());
      cells.set(i, i == 0 ? line.get(i) + blanks : blanks + line.get(i));
    }
    return String.join(GAP, cells).stripTrailing();
  }
}
