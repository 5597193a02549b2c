package io.sepconv.benchmarks;

import io.sepconv.Backends;
import io.sepconv.backend.Precision;
import io.sepconv.cli.FmaPeak;
import io.sepconv.cli.MemoryBandwidth;
import java.util.Locale;

/** Measures what the machine can do, in a process of its own. */
final class LimitProcess {
  private LimitProcess() {}

  /**
   * Prints a line of GFLOP/s, GB/s, {@code bf16} or {@code f32} (whether sepconv computes in
   * bfloat16 here) and, behind a colon, how they were measured.
   *
   * @param args threads
   */
  public static void main(String[] args) {
    int threads = Integer.parseInt(args[0]);
    FmaPeak peak =
        FmaPeak.measure(threads, Precision.F32)
            .orElseThrow(() -> new IllegalStateException("no fast backend can run here"));
    MemoryBandwidth memory = MemoryBandwidth.measure(threads).orElseThrow();
    boolean bf16 = Backends.select("onednn").supports(Precision.BF16).yes();
    System.out.printf(
        Locale.ROOT,
        "%.1f %.1f %s: %s; %s%n",
        peak.gflops(),
        memory.gbs(),
        bf16 ? "bf16" : "f32",
        peak.how(),
        memory.how());
  }
}
