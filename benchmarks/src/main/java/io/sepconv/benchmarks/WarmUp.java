package io.sepconv.benchmarks;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Runs a task until its times are steady and the JIT compiler is idle, by the rule of {@code
 * ./sepconv bench}: code on the Vector API is slow, and steadily so, until it is compiled, and the
 * JVM counts the time of that when a method is finished.
 */
final class WarmUp {
  private static final long BLOCK_NANOS = 100_000_000;
  private static final long IDLE_NANOS = 1_500_000_000;
  private static final long LIMIT_NANOS = 5_000_000_000L;
  private static final long COMPILING_LIMIT_NANOS = 10_000_000_000L;
  private static final int BLOCKS = 3;
  private static final double TOLERANCE = 1.05;
  private static final double COMPILING = 0.05;

  private WarmUp() {}

  /** What was known at the end of a block: nanoseconds, milliseconds of the compiler, median. */
  private record Block(long end, long compiling, double median) {}

  /** The same by the clocks of this JVM. */
  static boolean of(Runnable task) {
    return of(task, System::nanoTime, WarmUp::compilingMillis);
  }

  /**
   * Runs in blocks of a tenth of a second, at least one run each, until the medians of three blocks
   * in a row lie within 5 % of each other and compiling took less than 5 % of the last 1.5 seconds;
   * in any case for 5 seconds, or 10 if the compiler is not idle before. Of runs so slow that there
   * are less than three blocks by then, those that there are must lie so close.
   *
   * @param clock counts nanoseconds
   * @param compiling counts the milliseconds that the JIT compiler has taken
   * @return whether it was steady and idle in the end
   */
  static boolean of(Runnable task, LongSupplier clock, LongSupplier compiling) {
    List<Block> blocks = new ArrayList<>();
    long compiledBefore = compiling.getAsLong();
    long start = clock.getAsLong();
    blocks.add(new Block(start, compiledBefore, Double.NaN));
    while (true) {
      long[] times = timedRuns(task, BLOCK_NANOS, clock);
      long now = clock.getAsLong();
      double median = Times.median(Arrays.stream(times).asDoubleStream().toArray());
      blocks.add(new Block(now, compiling.getAsLong(), median));
      boolean idle = isIdle(blocks);
      if (idle && blocks.size() > BLOCKS && isSteady(blocks)) {
        return true;
      }
      if (now - start >= (idle ? LIMIT_NANOS : COMPILING_LIMIT_NANOS)) {
        return idle && blocks.size() <= BLOCKS && isSteady(blocks);
      }
    }
  }

  /** Of the last three, or as many as there are behind the start. */
  private static boolean isSteady(List<Block> blocks) {
    double[] last =
        blocks.subList(Math.max(1, blocks.size() - BLOCKS), blocks.size()).stream()
            .mapToDouble(Block::median)
            .sorted()
            .toArray();
    return last[last.length - 1] <= TOLERANCE * last[0];
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

  /** Runs for as long as the nanoseconds say, at least once, and returns the time of each run. */
  static long[] timedRuns(Runnable task, long nanos, LongSupplier clock) {
    long[] times = new long[64];
    int runs = 0;
    long begin = clock.getAsLong();
    long now = begin;
    do {
      task.run();
      long end = clock.getAsLong();
      if (runs == times.length) {
        times = Arrays.copyOf(times, 2 * runs);
      }
      times[runs++] = end - now;
      now = end;
    } while (now - begin < nanos);
    return Arrays.copyOf(times, runs);
  }
}
