package io.sepconv.cli;

import java.util.EnumMap;
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

  /** The closing line: {@code N passed, N failed, N unsupported}. */
  String closingLine() {
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
