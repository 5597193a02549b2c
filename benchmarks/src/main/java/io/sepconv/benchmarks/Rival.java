package io.sepconv.benchmarks;

import java.io.IOException;

/**
 * An engine that stands in a Maven profile of its own, found by {@link java.util.ServiceLoader}.
 * Its class may be loaded beside others; its native code must not be before {@link #load}.
 */
public interface Rival {
  /** Which it is. */
  Engine engine();

  /**
   * Loads a model; the caller closes it.
   *
   * @throws IllegalStateException if the engine refuses the model
   */
  EngineModel load(Task task) throws IOException;
}
