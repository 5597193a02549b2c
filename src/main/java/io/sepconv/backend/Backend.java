package io.sepconv.backend;

import io.sepconv.graph.Graph;
import java.util.Map;

/**
 * A way to run networks. Found by {@link java.util.ServiceLoader}; an instance costs nothing and is
 * safe for any thread.
 */
public interface Backend {
  /** The name by which it is chosen: onednn, java, reference. */
  String name();

  /** Rank in an automatic choice; the highest that can run is taken. */
  int priority();

  /**
   * Loads what the backend needs, once.
   *
   * @throws BackendUnavailableException if it cannot run here
   * @throws LinkageError if a library it needs is absent; counts as unavailable
   */
  void load();

  /**
   * Versions and properties to show a user, in order; loads the backend.
   *
   * @throws BackendUnavailableException if it cannot run here
   */
  Map<String, String> describe();

  /** Whether it computes in a precision on this machine; loads the backend. */
  default Support supports(Precision precision) {
    return precision == Precision.F32
        ? Support.YES
        : Support.no("backend " + name() + " computes in F32 only");
  }

  /**
   * A compiler for the graphs of one model.
   *
   * @param options how its graphs are compiled
   * @return the caller's to close
   * @throws BackendUnavailableException if the backend cannot run here, or not in this precision
   */
  GraphCompiler newCompiler(CompileOptions options);

  /**
   * Prepares one graph that shares nothing; see {@link GraphCompiler#compile}.
   *
   * @throws BackendUnavailableException if the backend cannot run here
   */
  default CompiledGraph compile(Graph graph, CompileOptions options) {
    try (GraphCompiler compiler = newCompiler(options)) {
      return compiler.compile(graph);
    }
  }
}
