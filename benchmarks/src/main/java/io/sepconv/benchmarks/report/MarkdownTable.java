package io.sepconv.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table as GitHub's Markdown has it. */
final class MarkdownTable {
  private static final String EMPTY = "–";

  private final List<List<String>> rows = new ArrayList<>();

  private final String alignment;

  private MarkdownTable(List<String> heading, String alignment) {
    rows.add(List.copyOf(heading));
    this.alignment = alignment;
  }

  /** A table of words, to the left. */
  static MarkdownTable ofWords(List<String> heading) {
    return new MarkdownTable(heading, "---|");
  }

  /** A table of figures, to the right, beside a first column of words. */
  static MarkdownTable ofFigures(List<String> heading) {
    return new MarkdownTable(heading, "---:|");
  }

  /** Adds a row; null is a cell for which nothing was measured. */
  void row(List<String> cells) {
    if (cells.size() != rows.get(0).size()) {
      throw new IllegalArgumentException(cells + " has not the cells of " + rows.get(0));
    }
    rows.add(cells.stream().map(cell -> cell == null ? EMPTY : cell).toList());
  }

  @Override
  public String toString() {
    String rule = "|---|" + alignment.repeat(rows.get(0).size() - 1) + "\n";
    List<String> lines = rows.stream().map(MarkdownTable::line).toList();
    return lines.get(0) + rule + String.join("", lines.subList(1, lines.size()));
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
