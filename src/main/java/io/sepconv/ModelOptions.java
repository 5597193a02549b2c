package io.sepconv;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.Precision;
import io.sepconv.graph.Limits;
import java.util.Objects;

/**
 * How a model is run. Immutable; each method returns a changed copy.
 *
 * @param backend onednn, reference, or auto for the best that can run; null takes the property
 *     {@code sepconv.backend}, then the environment's SEPCONV_BACKEND, then auto
 * @param threads threads that one run uses, 1 to {@value CompileOptions#MAX_THREADS}
 * @param maxSessions runs that {@link Model#run} lets in at the same time; others wait
 * @param precision arithmetic inside the network
 * @param cacheBytes what the compilations for different input shapes may take together, packed
 *     weights included; the oldest go first, the last one always stays
 * @param limits what a model may ask for; the file and what it holds are not trusted
 */
public record ModelOptions(
    String backend,
    int threads,
    int maxSessions,
    Precision precision,
    long cacheBytes,
    Limits limits) {
  private static final long DEFAULT_CACHE_BYTES = 512L << 20;

  public ModelOptions {
    Objects.requireNonNull(precision);
    Objects.requireNonNull(limits);
    CompileOptions.checkThreads(threads);
    if (maxSessions < 1) {
      throw new IllegalArgumentException("maxSessions must be at least 1, not " + maxSessions);
    }
    if (cacheBytes < 0) {
      throw new IllegalArgumentException("cacheBytes must not be negative, as " + cacheBytes);
    }
  }

  /**
   * The chosen backend, all processors that the container grants for one run at a time, f32, 512
   * MiB for compilations.
   */
  public static ModelOptions defaults() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new ModelOptions(
        null,
        Math.min(processors, CompileOptions.MAX_THREADS),
        1,
        Precision.F32,
        DEFAULT_CACHE_BYTES,
        Limits.defaults());
  }

  /** Forces a backend by name; auto chooses. */
  public ModelOptions backend(String name) {
    return new ModelOptions(name, threads, maxSessions, precision, cacheBytes, limits);
  }

  /**
   * Sets the threads of one run, and as many runs at once as processors / threads: one thread for
   * throughput, all processors for latency.
   */
  public ModelOptions threads(int count) {
    int sessions = Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, count));
    return new ModelOptions(backend, count, sessions, precision, cacheBytes, limits);
  }

  /** Sets how many runs may be in flight at once. */
  public ModelOptions maxSessions(int count) {
    return new ModelOptions(backend, threads, count, precision, cacheBytes, limits);
  }

  /** Sets the arithmetic inside the network. */
  public ModelOptions precision(Precision other) {
    return new ModelOptions(backend, threads, maxSessions, other, cacheBytes, limits);
  }

  /** Sets what compilations for different input shapes may take together, in bytes. */
  public ModelOptions cacheBytes(long bytes) {
    return new ModelOptions(backend, threads, maxSessions, precision, bytes, limits);
  }

  /** Sets what a model may ask for. */
  public ModelOptions limits(Limits other) {
    return new ModelOptions(backend, threads, maxSessions, precision, cacheBytes, other);
  }

  CompileOptions compileOptions() {
    return new CompileOptions(threads, precision);
  }
}
