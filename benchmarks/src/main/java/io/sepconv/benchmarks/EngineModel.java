package io.sepconv.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A model that an engine has loaded. */
public interface EngineModel extends AutoCloseable {
  /** What one caller runs; it closes it before the model. Sessions run at the same time. */
  EngineSession newSession();

  /** Version and set-up, in one line without a colon. */
  String description();

  /** The kernels of a run in their order; none where the engine does not tell. */
  default List<String> kernels() {
    return List.of();
  }

  /**
   * Writes the native plan that it runs.
   *
   * @throws UnsupportedOperationException if it has none
   */
  default void savePlan(Path file) throws IOException {
    throw new UnsupportedOperationException(
        "only sepconv on oneDNN has a plan to save for a program: let it be the first engine");
  }

  @Override
  void close();
}
