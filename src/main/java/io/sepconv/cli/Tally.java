package io.sepconv.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts results; broken checks count as failed. For one thread. */
final class Tally {
  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);

  void add(CheckResult result) {
    counts.merge(result.outcome(), 1, Integer::sum);
  }

  private int count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0);
  }

  private int failed() {
    return count(Outcome.FAILED) + count(Outcome.BROKEN);
  }

  /** How many are broken, where any is, then the closing line. */
  List<String> closingLines() {
    int broken = count(Outcome.BROKEN);
    return broken == 0
        ? List.of(closingLine())
        : List.of("(" + broken + " broken, counted as failed)", closingLine());
  }

  /** {@code N passed, N failed, N unsupported}. */
  private String closingLine() {
    return count(Outcome.PASSED)
        + " passed, "
        + failed()
        + " failed, "
        + count(Outcome.UNSUPPORTED)
        + " unsupported";
  }

  /** Success only if nothing failed and nothing is unsupported. */
  int exitCode() {
    return failed() + count(Outcome.UNSUPPORTED) == 0 ? ExitCode.DONE : ExitCode.CHECK_FAILED;
  }
}
