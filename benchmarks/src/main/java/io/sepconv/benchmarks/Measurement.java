package io.sepconv.benchmarks;

import java.util.Collections;
import java.util.List;

/**
 * What a contest found out about one engine on one workload.
 *
 * @param section what it was measured for: the name of a part of a suite, or "contest"
 * @param workload a network of the zoo, an ONNX file, or a problem
 * @param macs multiply-accumulates of one run
 * @param batch pictures of one run
 * @param threads threads of one run
 * @param callers runs at the same time
 * @param schedule of the match; null in files from before it was written
 * @param engine as the table names it
 * @param description what it said of itself; several where its processes did not say the same
 * @param steady whether its times did not change: no process said so of its warm-up, and in each
 *     the runs of the first third of its turns took as long as those of the last, within 10 %
 * @param difference the greatest difference of its output to the first one's, over the largest
 *     value of that; null if it has not been compared
 * @param medianMs median of single runs: the geometric mean of those of its processes
 * @param processMediansMs the median of each process; none in files from before there were several
 * @param minMs the fastest
 * @param p99Ms 99 of 100 did not take longer
 * @param lowerMs a quarter of the runs took less
 * @param upperMs a quarter took more
 * @param runsPerSecond of all callers together
 * @param runs how many were timed
 * @param turns in how many turns
 * @param against the engine that it is compared with
 * @param ratio how many times as fast as that it was, by the medians of each set of processes
 * @param ratioByTurn the same by the medians of two turns in a row, and the median of that
 * @param ratioLower a quarter of the turns give less
 * @param ratioUpper a quarter give more
 * @param peakBytes the most memory that one of its processes had resident, the JVM's heap included;
 *     null where the system does not say
 * @param peakOfRuns whether that is the most while it ran, counted from the end of its warm-up;
 *     else loading is part of it
 */
public record Measurement(
    String section,
    String workload,
    long macs,
    int batch,
    int threads,
    int callers,
    Schedule schedule,
    String engine,
    String description,
    boolean steady,
    Double difference,
    double medianMs,
    List<Double> processMediansMs,
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
    Long peakBytes,
    Boolean peakOfRuns) {
  private static final double DIFFERENT = 1.1;

  /** Copies the list; null is an empty one. */
  public Measurement {
    processMediansMs = processMediansMs == null ? List.of() : List.copyOf(processMediansMs);
  }

  /** Whether the median of one process is more than 10 % above that of another. */
  public boolean processesDiffer() {
    return !processMediansMs.isEmpty() && slowestProcessMs() > DIFFERENT * fastestProcessMs();
  }

  /** The least of the medians of its processes, of which there must be some. */
  public double fastestProcessMs() {
    return Collections.min(processMediansMs);
  }

  /** The largest of them. */
  public double slowestProcessMs() {
    return Collections.max(processMediansMs);
  }

  /** 10^9 floating-point operations that it did in a second, by the median; a MAC is two. */
  public double gflops() {
    return 2e-6 * macs / medianMs;
  }
}
