package io.sepconv.cli;

import java.util.List;

/**
 * How long cases are measured: in turns of 50 ms, at least one run each, until each has enough. So
 * a drift of the machine hits all of them alike.
 *
 * @param runs runs that are enough, or 0 to go by time
 * @param seconds seconds of runs that are enough, from {@value #MIN_RUNS} runs on
 */
record BenchRounds(int runs, double seconds) {
  static final int MIN_RUNS = 3;

  private static final int LONGEST_SECONDS = 86_400;
  private static final long TURN_NANOS = 50_000_000;

  /** As many timed runs. */
  static BenchRounds ofRuns(int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs must be at least 1, not " + runs);
    }
    return new BenchRounds(runs, 0);
  }

  /** As many seconds of timed runs. */
  static BenchRounds ofSeconds(double seconds) {
    if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
      throw new IllegalArgumentException(
          "--seconds must be more than 0 and at most " + LONGEST_SECONDS + ", not " + seconds);
    }
    return new BenchRounds(0, seconds);
  }

  /** Takes turns; whoever follows another runs once untimed, since the caches hold the other's. */
  void measure(List<BenchCase> cases) {
    boolean open = true;
    while (open) {
      open = false;
      for (BenchCase benchCase : cases) {
        if (!enough(benchCase.times())) {
          turn(benchCase, cases.size() > 1);
          open |= !enough(benchCase.times());
        }
      }
    }
  }

  private void turn(BenchCase benchCase, boolean coldCaches) {
    RunTimes times = benchCase.times();
    boolean shortRuns = times.runs() == 0 || times.total() / times.runs() < TURN_NANOS;
    if (coldCaches && shortRuns) {
      benchCase.run();
    }
    long begin = times.total();
    do {
      benchCase.timedRun();
    } while (!enough(times) && times.total() - begin < TURN_NANOS);
  }

  private boolean enough(RunTimes times) {
    return runs > 0
        ? times.runs() >= runs
        : times.runs() >= MIN_RUNS && times.total() >= seconds * 1e9;
  }
}
