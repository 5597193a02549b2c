package io.sepconv.backend;

import io.sepconv.graph.Graph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A network ready to run at fixed shapes. Immutable, safe for any thread; owns the packed weights.
 *
 * <p>Closing it while sessions are open is allowed: what they use is freed with the last of them.
 */
public interface CompiledGraph extends AutoCloseable {
  /** The graph that runs, after all rewrites. */
  Graph graph();

  /** A new session; the caller closes it. */
  BackendSession newSession();

  /** What was chosen for each step, in the order of execution. */
  List<LayerReport> layers();

  /** Bytes of weights and constants that this graph holds outside {@link #graph()}. */
  long weightBytes();

  /** Bytes that each session takes for intermediate values. */
  long sessionBytes();

  /** Where each session keeps intermediate values; empty where the backend plans no memory. */
  ArenaReport arena();

  /**
   * Writes the plan of native code to a file, from which a program without a JVM can run the same
   * steps; weights are left out. A file that is there is replaced.
   *
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if there is no such plan, if it has steps in Java, or if
   *     it runs several pictures at the same time
   */
  default void savePlan(Path file) throws IOException {
    throw new UnsupportedOperationException(
        "the graph '" + graph().name() + "' has no native plan to save: run it on onednn");
  }

  /** Frees the packed weights once no session uses them. Closing twice is quiet. */
  @Override
  void close();
}
