package io.sepconv.benchmarks;

/**
 * What a contest found out about one engine on one workload.
 *
 * @param section what it was measured for: the name of a part of a suite, or "contest"
 * @param workload a network of the zoo, or a problem
 * @param macs multiply-accumulates of one run
 * @param batch pictures of one run
 * @param threads threads of one run
 * @param callers runs at the same time
 * @param engine as the table names it
 * @param description what it said of itself
 * @param steady whether its times were steady when it had warmed up
 * @param difference the greatest difference of its output to the first one's, over the largest
 *     value of that; null if it has not been compared
 * @param medianMs median of single runs
 * @param minMs the fastest
 * @param p99Ms 99 of 100 did not take longer
 * @param lowerMs a quarter of the runs took less
 * @param upperMs a quarter took more
 * @param runsPerSecond of all callers together
 * @param runs how many were timed
 * @param turns in how many turns
 * @param against the engine that it is compared with
 * @param ratio how many times as fast as that it was, by the medians of all runs
 * @param ratioByTurn the same by the medians of two turns in a row, and the median of that
 * @param ratioLower a quarter of the turns give less
 * @param ratioUpper a quarter give more
 * @param peakBytes the most memory that its process had resident; null where the system does not
 *     say
 */
public record Measurement(
    String section,
    String workload,
    long macs,
    int batch,
    int threads,
    int callers,
    String engine,
    String description,
    boolean steady,
    Double difference,
    double medianMs,
    double minMs,
    double p99Ms,
    double lowerMs,
    double upperMs,
    double runsPerSecond,
    int runs,
    int turns,
    String against,
    double ratio,
    double ratioByTurn,
    double ratioLower,
    double ratioUpper,
    Long peakBytes) {
  /** 10^9 floating-point operations that it did in a second, by the median; a MAC is two. */
  public double gflops() {
    return 2e-6 * macs / medianMs;
  }
}
