package io.sepconv.cli;

import java.util.List;
import java.util.Locale;

/**
 * What was measured of a case.
 *
 * @param model name of the file
 * @param precision f32, as on the command line
 * @param threads threads that a run was given
 * @param batch size of axis 0 of the first input
 * @param medianMs the median of the timed runs, in milliseconds, like the next two
 * @param runs how many were timed
 * @param compileMs how long compiling took
 * @param arenaBytes bytes a session takes for intermediate values
 * @param weightBytes bytes of packed weights
 * @param steady whether the times were steady when the warm-up ended
 */
record BenchResult(
    String model,
    String backend,
    String precision,
    int threads,
    int batch,
    double medianMs,
    double minMs,
    double p99Ms,
    int runs,
    double compileMs,
    long arenaBytes,
    long weightBytes,
    boolean steady) {

  static BenchResult of(String model, BenchCase benchCase, WarmUp warmUp) {
    RunTimes times = benchCase.times();
    return new BenchResult(
        model,
        benchCase.backend(),
        benchCase.options().precision().name().toLowerCase(Locale.ROOT),
        benchCase.options().threads(),
        benchCase.batch(),
        times.medianMillis(),
        times.minMillis(),
        times.p99Millis(),
        times.runs(),
        benchCase.report().compileMillis(),
        benchCase.report().sessionBytes(),
        benchCase.report().weightBytes(),
        warmUp.steady());
  }

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
            + " \"medianMs\": %.6f, \"minMs\": %.6f, \"p99Ms\": %.6f, \"runs\": %d}",
        quote(model),
        quote(backend),
        quote(precision),
        threads,
        batch,
        medianMs,
        minMs,
        p99Ms,
        runs);
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
          result.backend + (result.steady ? "" : " *"),
          result.precision,
          String.valueOf(result.threads),
          String.valueOf(result.batch),
          millis(result.medianMs),
          millis(result.minMs),
          millis(result.p99Ms),
          String.format(Locale.ROOT, "%,d", result.runs),
          String.format(Locale.ROOT, "%,.1f", result.compileMs),
          String.format(Locale.ROOT, "%,d", result.arenaBytes),
          String.format(Locale.ROOT, "%,d", result.weightBytes));
    }
    return table.render();
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%,.4f", value);
  }
}
