package io.sepconv.benchmarks;

/**
 * How long a match is.
 *
 * @param sets how many times it is played, each time in fresh processes: JIT compilers and memory
 *     layouts differ from process to process
 * @param seconds of timed runs of a contestant, of all its sets together; a set has {@value
 *     #MIN_TURNS} turns in any case
 * @param turnMillis of timed runs in a turn
 */
public record Schedule(int sets, double seconds, int turnMillis) {
  static final int MIN_TURNS = 3;

  /** Of one caller. */
  static final int TURN_MILLIS = 50;

  /** Of callers, whose first and last runs of a turn have not all the others beside them. */
  static final int CALLERS_MILLIS = 500;

  private static final int MAX_SETS = 100;
  private static final int MAX_SECONDS = 86_400;
  private static final int MAX_TURN_MILLIS = 60_000;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive or far beyond what one waits for
   */
  public Schedule {
    if (sets < 1 || sets > MAX_SETS) {
      throw new IllegalArgumentException("sets must lie in 1.." + MAX_SETS + ", not " + sets);
    }
    if (!(seconds > 0 && seconds <= MAX_SECONDS)) {
      throw new IllegalArgumentException(
          "seconds must be more than 0 and at most " + MAX_SECONDS + ", not " + seconds);
    }
    if (turnMillis < 1 || turnMillis > MAX_TURN_MILLIS) {
      throw new IllegalArgumentException(
          "a turn must have 1.." + MAX_TURN_MILLIS + " ms, not " + turnMillis);
    }
  }

  /** The turn of a match, which all that are compared by their callers must share. */
  public static int turnMillis(boolean severalCallers) {
    return severalCallers ? CALLERS_MILLIS : TURN_MILLIS;
  }

  /** Whether a contestant has had its share of a set, or that so many times. */
  boolean enough(Times times, int callers, int often) {
    return times.turns() >= MIN_TURNS && times.total() >= often * callers * seconds / sets * 1e9;
  }
}
