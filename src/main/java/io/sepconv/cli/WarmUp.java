package io.sepconv.cli;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * Runs a task until its times are steady and the JIT compiler is idle: in blocks of a tenth of a
 * second, at least one run each, until the medians of three blocks in a row lie within 5 % of each
 * other and compiling took less than 5 % of the last 1.5 seconds. It ends after 5 seconds in any
 * case, or after 10 if the compiler is not idle before.
 *
 * <p>Times alone do not tell: code on the Vector API is a hundred times slower until C2 has
 * compiled it, and steady while it does. The JVM counts that time only when a method is finished; a
 * loop over 28 vectors took 0.6 s on a busy machine, so three blocks are too short to look at.
 *
 * @param times of all runs, in their order
 * @param steady whether that was so in the end
 */
record WarmUp(RunTimes times, boolean steady) {
  private static final long BLOCK_NANOS = 100_000_000;
  private static final long IDLE_NANOS = 1_500_000_000;
  private static final long LIMIT_NANOS = 5_000_000_000L;
  private static final long COMPILING_LIMIT_NANOS = 10_000_000_000L;
  private static final int BLOCKS = 3;
  private static final double TOLERANCE = 1.05;
  private static final double COMPILING = 0.05;

  /** How near to the steady state a run is warm, and what share of the time may not be. */
  private static final double WARM = 1.1;

  private static final double SLOW = 0.1;
  private static final int NEIGHBOURS = 2;
  private static final long NEIGHBOUR_NANOS = 25_000_000;

  /** What to say of it in a help text. */
  static final String RULE =
      "The warm-up runs in blocks of 0.1 s; it ends when the medians of three blocks in a row lie"
          + " within 5 %% of each other and the JIT compiler took less than 5 %% of the last 1.5 s;"
          + " in any case after 5 s, or after 10 s if the compiler is busy till then.";

  /** What to say where it did not become steady. */
  static final String UNSTEADY = "times were not steady when the warm-up ended";

  /**
   * What was known at the end of a block, or before the first.
   *
   * @param end nanoseconds of the clock
   * @param compiling milliseconds of the JIT compiler so far
   * @param median milliseconds of the block's runs
   */
  private record Block(long end, long compiling, double median) {}

  static WarmUp of(Runnable task) {
    return of(task, System::nanoTime, WarmUp::compilingMillis);
  }

  /**
   * The same by other clocks.
   *
   * @param clock counts nanoseconds
   * @param compiling counts the milliseconds that the JIT compiler has taken
   */
  static WarmUp of(Runnable task, LongSupplier clock, LongSupplier compiling) {
    RunTimes all = new RunTimes();
    List<Block> blocks = new ArrayList<>();
    long compiledBefore = compiling.getAsLong();
    long start = clock.getAsLong();
    blocks.add(new Block(start, compiledBefore, Double.NaN));
    while (true) {
      RunTimes times = new RunTimes();
      long begin = clock.getAsLong();
      long now = begin;
      do {
        task.run();
        long end = clock.getAsLong();
        times.add(end - now);
        all.add(end - now);
        now = end;
      } while (now - begin < BLOCK_NANOS);
      blocks.add(new Block(now, compiling.getAsLong(), times.medianMillis()));
      boolean idle = isIdle(blocks);
      if (idle && isSteady(blocks)) {
        return new WarmUp(all, true);
      }
      if (now - start >= (idle ? LIMIT_NANOS : COMPILING_LIMIT_NANOS)) {
        return new WarmUp(all, false);
      }
    }
  }

  private static boolean isSteady(List<Block> blocks) {
    if (blocks.size() <= BLOCKS) {
      return false;
    }
    List<Double> last =
        blocks.subList(blocks.size() - BLOCKS, blocks.size()).stream()
            .map(Block::median)
            .sorted(Comparator.naturalOrder())
            .toList();
    return last.get(BLOCKS - 1) <= TOLERANCE * last.get(0);
  }

  private static boolean isIdle(List<Block> blocks) {
    Block last = blocks.get(blocks.size() - 1);
    for (int i = blocks.size() - 1; i >= 0; i--) {
      long nanos = last.end - blocks.get(i).end;
      if (nanos >= IDLE_NANOS) {
        return (last.compiling - blocks.get(i).compiling) * 1e6 < COMPILING * nanos;
      }
    }
    return false;
  }

  /** Of the methods that it has finished, by all its threads; 0 where the JVM does not say. */
  private static long compilingMillis() {
    CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
    return jit != null && jit.isCompilationTimeMonitoringSupported()
        ? jit.getTotalCompilationTime()
        : 0;
  }

  /**
   * How long it took to be fast: the time from the start of the first run to the end of the first
   * one that is within 10 % of the steady state, as is the median of the runs around it, and nine
   * tenths of the time after it go to runs with such a median.
   *
   * <p>Around a run stand two before and two after, or as many as end within 25 ms of its end,
   * whatever is more. So neither a run that was interrupted counts nor a moment at which the
   * processor was somebody else's.
   *
   * @param steadyMillis milliseconds of a run in the steady state
   * @return milliseconds; empty if there is no such run
   */
  OptionalDouble warmMillis(double steadyMillis) {
    double limit = WARM * steadyMillis * 1e6;
    boolean[] warm = warmMedians(limit);
    OptionalDouble reached = OptionalDouble.empty();
    long end = times.total();
    long after = 0;
    long slow = 0;
    for (int i = times.runs() - 1; i >= 0; i--) {
      if (warm[i] && times.nanos(i) <= limit && slow <= SLOW * after) {
        reached = OptionalDouble.of((end - after) / 1e6);
      }
      after += times.nanos(i);
      slow += warm[i] ? 0 : times.nanos(i);
    }
    return reached;
  }

  /** For each run whether the median of the runs around it is within a limit: half of them are. */
  private boolean[] warmMedians(double limit) {
    boolean[] warm = new boolean[times.runs()];
    long[] ends = new long[warm.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = times.nanos(i) + (i == 0 ? 0 : ends[i - 1]);
    }
    int slow = 0;
    int from = 0;
    int to = 0;
    for (int i = 0; i < warm.length; i++) {
      while (to < ends.length && (to <= i + NEIGHBOURS || ends[to] <= ends[i] + NEIGHBOUR_NANOS)) {
        slow += times.nanos(to++) > limit ? 1 : 0;
      }
      while (from < i - NEIGHBOURS && ends[from] < ends[i] - NEIGHBOUR_NANOS) {
        slow -= times.nanos(from++) > limit ? 1 : 0;
      }
      warm[i] = 2 * slow <= to - from;
    }
    return warm;
  }
}
