package io.sepconv;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.Precision;
import io.sepconv.graph.Limits;
import java.util.Objects;

/**
 * How a model is run. Immutable; each method returns a changed copy.
 *
 * @param backend onednn, java, reference, or auto for the best that can run; null takes the
 *     property {@code sepconv.backend}, then the environment's SEPCONV_BACKEND, then auto
 * @param threads threads that one run uses, 1 to {@value CompileOptions#MAX_THREADS}
 * @param maxSessions runs that {@link Model#run} lets in at the same time; others wait
 * @param precision arithmetic inside the network
 * @param f32Fallback whether a backend that does not compute in this precision here may compute in
 *     f32; otherwise that is an error
 * @param tuned whether the backend may choose between implementations by their time on this
 *     machine. It costs time when a model is compiled; results of two processes, or of two
 *     machines, may then differ in their last bits
 * @param strict whether a step that only a slow implementation can run (a plain loop, a convolution
 *     by way of a matrix copy, or the reference beside faster code) is an error
 * @param cacheBytes what the compilations for different input shapes may take together, packed
 *     weights included; the oldest go first, the last one always stays
 * @param limits what a model may ask for; the file and what it holds are not trusted
 */
public record ModelOptions(
    String backend,
    int threads,
    int maxSessions,
    Precision precision,
    boolean f32Fallback,
    boolean tuned,
    boolean strict,
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
        false,
        true,
        false,
        DEFAULT_CACHE_BYTES,
        Limits.defaults());
  }

  /** Forces a backend by name; auto chooses. */
  public ModelOptions backend(String name) {
    return with(name, threads, maxSessions, precision);
  }

  /**
   * Sets the threads of one run, and as many runs at once as processors / threads: one thread for
   * throughput, all processors for latency.
   */
  public ModelOptions threads(int count) {
    int sessions = Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, count));
    return with(backend, count, sessions, precision);
  }

  /** Sets how many runs may be in flight at once. */
  public ModelOptions maxSessions(int count) {
    return with(backend, threads, count, precision);
  }

  /** Sets the arithmetic inside the network. */
  public ModelOptions precision(Precision other) {
    return with(backend, threads, maxSessions, other);
  }

  /** Allows f32 where the backend does not compute in the precision asked for. */
  public ModelOptions f32Fallback(boolean allowed) {
    return with(allowed, tuned, strict, cacheBytes, limits);
  }

  /** Sets whether implementations are chosen by their time on this machine. */
  public ModelOptions tuned(boolean measured) {
    return with(f32Fallback, measured, strict, cacheBytes, limits);
  }

  /** Sets whether a step that only a slow implementation can run is an error. */
  public ModelOptions strict(boolean refused) {
    return with(f32Fallback, tuned, refused, cacheBytes, limits);
  }

  /** Sets what compilations for different input shapes may take together, in bytes. */
  public ModelOptions cacheBytes(long bytes) {
    return with(f32Fallback, tuned, strict, bytes, limits);
  }

  /** Sets what a model may ask for. */
  public ModelOptions limits(Limits other) {
    return with(f32Fallback, tuned, strict, cacheBytes, other);
  }

  /** What the backend needs of it, at the precision that it will use. */
  CompileOptions compileOptions(Precision used) {
    return new CompileOptions(threads, used, tuned, strict);
  }

  private ModelOptions with(
      String newBackend, int newThreads, int newMaxSessions, Precision newPrecision) {
    return new ModelOptions(
        newBackend,
        newThreads,
        newMaxSessions,
        newPrecision,
        f32Fallback,
        tuned,
        strict,
        cacheBytes,
        limits);
  }

  private ModelOptions with(
      boolean newFallback, boolean newTuned, boolean newStrict, long newBytes, Limits newLimits) {
    return new ModelOptions(
        backend,
        threads,
        maxSessions,
        precision,
        newFallback,
        newTuned,
        newStrict,
        newBytes,
        newLimits);
  }
}
