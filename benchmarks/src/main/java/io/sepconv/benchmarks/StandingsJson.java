package io.sepconv.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The standings of a contest as JSON. */
final class StandingsJson {
  private StandingsJson() {}

  /**
   * An object of the facts and, as {@code results}, an array with an object to a line.
   *
   * @param facts texts by name
   */
  static String of(Map<String, String> facts, List<Standing> standings) {
    StringBuilder text = new StringBuilder("{\n");
    facts.forEach(
        (name, fact) ->
            text.append("  ").append(quote(name)).append(": ").append(quote(fact)).append(",\n"));
    text.append("  \"results\": [");
    String separator = "\n    ";
    for (Standing standing : standings) {
      text.append(separator).append(object(standing));
      separator = ",\n    ";
    }
    return text.append("\n  ]\n}\n").toString();
  }

  private static String object(Standing s) {
    return String.format(
        Locale.ROOT,
        "{\"network\": %s, \"batch\": %d, \"threads\": %d, \"engine\": %s, \"description\": %s,"
            + " \"steady\": %b, \"difference\": %s, \"medianMs\": %.6f, \"minMs\": %.6f,"
            + " \"p99Ms\": %.6f, \"runs\": %d, \"turns\": %d, \"ratio\": %.6f,"
            + " \"ratioByTurn\": %.6f, \"ratioLowerQuartile\": %.6f,"
            + " \"ratioUpperQuartile\": %.6f}",
        quote(s.network()),
        s.batch(),
        s.threads(),
        quote(s.contestant()),
        quote(s.description()),
        s.steady(),
        Double.isNaN(s.difference()) ? "null" : String.valueOf(s.difference()),
        s.times().medianMillis(),
        s.times().minMillis(),
        s.times().p99Millis(),
        s.times().runs(),
        s.times().turns(),
        s.ratio().ofMedians(),
        s.ratio().median(),
        s.ratio().lower(),
        s.ratio().upper());
  }

  /** A JSON string. */
  private static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
