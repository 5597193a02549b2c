package io.sepconv.cli;

import io.sepconv.Backends;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.Session;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.tensor.Shape;
import java.nio.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The bytes that this machine moves between memory and processor in a second, measured by the best
 * run of Relu over a large buffer, in place where the backend does so, on the best backend that can
 * run here. What is read and what is written counts; that a processor may read a line before it
 * writes it does not.
 *
 * @param gbs 10^9 bytes a second
 * @param how what was measured, for people
 */
public record MemoryBandwidth(double gbs, String how) {
  /** A buffer of this many bytes is more than the caches of most processors hold. */
  private static final long BYTES = 64L << 20;

  /** How much of the memory that direct buffers may take, by default that of the heap, they do. */
  private static final int PART = 8;

  private static final long NANOS = 300_000_000;

  /** The figure and what it is, in one line. */
  public String describe() {
    return String.format(Locale.ROOT, "%,.1f GB/s, %s", gbs, how);
  }

  /**
   * Measures it on the given number of threads.
   *
   * @return empty where only the reference can run it
   */
  public static Optional<MemoryBandwidth> measure(int threads) {
    long bytes = Math.min(BYTES, Runtime.getRuntime().maxMemory() / PART);
    int rows = (int) (bytes / (Float.BYTES << 10));
    GraphBuilder builder = new GraphBuilder("memory");
    Value x = builder.input("x", Shape.of(rows, 1 << 10));
    builder.output(builder.apply(Activation.RELU, x));
    ModelOptions options = ModelOptions.defaults().backend(Backends.AUTO).threads(threads);
    try (Model model = Model.of(builder.build(), options);
        Session session = model.newSession()) {
      if (model.report().layers().stream().anyMatch(LayerReport::isReference)) {
        return Optional.empty();
      }
      Buffer in = Buffers.allocateDirect(session.inputs().get(0));
      Buffer out = Buffers.allocateDirect(session.outputs().get(0));
      long moved = session.inputs().get(0).bytes() + session.outputs().get(0).bytes();
      if (!model.report().layers().stream().allMatch(LayerReport::isNative)) {
        WarmUp.of(() -> session.run(List.of(in), List.of(out)));
      }
      double gbs = 0;
      long start = System.nanoTime();
      do {
        long nanos = 0;
        for (long step : session.profile(List.of(in), List.of(out))) {
          nanos += step;
        }
        gbs = Math.max(gbs, (double) moved / nanos);
      } while (System.nanoTime() - start < NANOS);
      String how =
          String.format(
              Locale.ROOT,
              "read plus written, the best run of Relu over %d MiB on %s, %d thread%s",
              bytes >> 20,
              model.backend(),
              threads,
              threads == 1 ? "" : "s");
      return Optional.of(new MemoryBandwidth(gbs, how));
    }
  }
}
