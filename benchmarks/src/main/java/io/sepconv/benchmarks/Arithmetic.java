package io.sepconv.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The arithmetic of the runs so far, as a counter that JMH divides by the time. It does so in its
 * mode throughput and not where it samples single runs; {@code -bm thrpt -tu ns} prints GFLOP/s.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Arithmetic {
  private static final int FLOP_PER_MAC = 2;

  /** Floating-point operations, by the dense formula; JMH resets it before each iteration. */
  public long flop;

  /** The floating-point operations of so many multiply-accumulates. */
  static long flop(long macs) {
    return Math.multiplyExact(macs, FLOP_PER_MAC);
  }
}
