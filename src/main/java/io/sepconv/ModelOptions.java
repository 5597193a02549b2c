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
 * @param threads threads that one run uses
 * @param maxSessions runs that {@link Model#run} lets in at the same time; others wait
 * @param precision arithmetic inside the network
 * @param limits what a model may ask for; the file and what it holds are not trusted
 */
public record ModelOptions(
    String backend, int threads, int maxSessions, Precision precision, Limits limits) {
  public ModelOptions {
    Objects.requireNonNull(precision);
    Objects.requireNonNull(limits);
    if (threads < 1 || maxSessions < 1) {
      throw new IllegalArgumentException(
          "threads " + threads + " and maxSessions " + maxSessions + " must be at least 1");
    }
  }

  /** The chosen backend, all processors that the container grants for one run at a time, f32. */
  public static ModelOptions defaults() {
    return new ModelOptions(
        null, Runtime.getRuntime().availableProcessors(), 1, Precision.F32, Limits.defaults());
  }

  /** Forces a backend by name; auto chooses. */
  public ModelOptions backend(String name) {
    return new ModelOptions(name, threads, maxSessions, precision, limits);
  }

  /**
   * Sets the threads of one run, and as many runs at once as processors / threads: one thread for
   * throughput, all processors for latency.
   */
  public ModelOptions threads(int count) {
    int sessions = Math.max(1, Runtime.getRuntime().availableProcessors() / Math.max(1, count));
    return new ModelOptions(backend, count, sessions, precision, limits);
  }

  /** Sets how many runs may be in flight at once. */
  public ModelOptions maxSessions(int count) {
    return new ModelOptions(backend, threads, count, precision, limits);
  }

  /** Sets the arithmetic inside the network. */
  public ModelOptions precision(Precision other) {
    return new ModelOptions(backend, threads, maxSessions, other, limits);
  }

  /** Sets what a model may ask for. */
  public ModelOptions limits(Limits other) {
    return new ModelOptions(backend, threads, maxSessions, precision, other);
  }

  CompileOptions compileOptions() {
    return new CompileOptions(threads, precision);
  }
}
