package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What was measured of a case.
 *
 * @param model name of the file
 * @param options threads and precision
 * @param batch size of axis 0 of the first input
 * @param times of the timed runs
 * @param report backend, compile time and bytes
 * @param warmUp the runs before them
 */
record BenchResult(
    String model,
    ModelOptions options,
    int batch,
    RunTimes times,
    ModelReport report,
    WarmUp warmUp) {

  /** The results as a JSON array, an object to a line. */
  static String json(List<BenchResult> results) {
    StringBuilder text = new StringBuilder("[");
    for (BenchResult result : results) {
      text.append(text.length() == 1 ? "\n  " : ",\n  ").append(result.json());
    }
    return text.append("\n]").toString();
  }

  private String json() {
    return String.format(
        Locale.ROOT,
        "{\"model\": %s, \"backend\": %s, \"precision\": %s, \"threads\": %d, \"batch\": %d,"
            + " \"firstMs\": %.6f, \"warmUpMs\": %s, \"medianMs\": %.6f, \"minMs\": %.6f,"
            + " \"p99Ms\": %.6f, \"runs\": %d}",
        quote(model),
        quote(report.backend()),
        quote(precision()),
        options.threads(),
        batch,
        firstMillis(),
        warmUpMillis("%.6f", "null"),
        times.medianMillis(),
        times.minMillis(),
        times.p99Millis(),
        times.runs());
  }

  private String precision() {
    return report.precision().name().toLowerCase(Locale.ROOT);
  }

  private double firstMillis() {
    return warmUp.times().nanos(0) / 1e6;
  }

  /** How long it took until runs were as fast as the timed ones, in the given format. */
  private String warmUpMillis(String format, String otherwise) {
    OptionalDouble millis = warmUp.warmMillis(times.medianMillis());
    return millis.isPresent()
        ? String.format(Locale.ROOT, format, millis.getAsDouble())
        : otherwise;
  }

  /** A JSON string; control characters and lone surrogates are escaped. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** The results as a table with a heading. */
  static List<String> table(List<BenchResult> results) {
    TextTable table = new TextTable().words(1);
    table.add(
        "backend",
        "precision",
        "threads",
        "batch",
        "first ms",
        "warm-up ms",
        "median ms",
        "min ms",
        "p99 ms",
        "runs",
        "compile ms",
        "arena bytes",
        "weight bytes");
    table.rule();
    for (BenchResult result : results) {
      table.add(
          result.report.backend() + (result.warmUp.steady() ? "" : " *"),
          result.precision(),
          String.valueOf(result.options.threads()),
          String.valueOf(result.batch),
          String.format(Locale.ROOT, "%,.1f", result.firstMillis()),
          result.warmUpMillis("%,.1f", "not reached"),
          millis(result.times.medianMillis()),
          millis(result.times.minMillis()),
          millis(result.times.p99Millis()),
          String.format(Locale.ROOT, "%,d", result.times.runs()),
          String.format(Locale.ROOT, "%,.1f", result.report.compileMillis()),
          String.format(Locale.ROOT, "%,d", result.report.sessionBytes()),
          String.format(Locale.ROOT, "%,d", result.report.weightBytes()));
    }
    return table.render();
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%,.4f", value);
  }
}
