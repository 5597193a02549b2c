package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;

/**
 * A rule that keeps a network's results: the same values, within rounding, from fewer operations.
 */
@FunctionalInterface
interface Rewrite {
  /** The rewritten graph, or the same one where the rule does not apply. */
  Graph apply(Graph graph);
}
