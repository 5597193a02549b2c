package io.sepconv.backend;

import io.sepconv.graph.Graph;

/**
 * Prepares the graphs of one model, such as one network at several input shapes, and lets them
 * share packed weights. Safe for any thread.
 */
public interface GraphCompiler extends AutoCloseable {
  /**
   * Prepares a graph for running.
   *
   * @param graph a graph of static shapes whose shape arithmetic is folded, as {@code
   *     GraphOptimizer} returns it
   * @return the caller's to close, before or after this compiler
   */
  CompiledGraph compile(Graph graph);

  /** Bytes of the packed weights of all graphs that are not closed; shared ones count once. */
  long weightBytes();

  /** Ends the sharing; compiled graphs stay usable. Closing twice is quiet. */
  @Override
  void close();
}
