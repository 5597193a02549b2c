package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;

/** A rule that replaces the last node of a pattern; the others go where nothing else reads them. */
interface PatternRewrite extends Rewrite {
  /**
   * Rewrites node after node, front to back, each until the pattern no longer ends there. Every
   * match is a node shorter than the one before, so this ends.
   */
  @Override
  default Graph apply(Graph graph) {
    GraphEdit edit = new GraphEdit(graph);
    for (Node node : graph.nodes()) {
      for (Node next = rewrite(node, edit); next != null; next = rewrite(next, edit)) {
        edit.replace(next);
      }
    }
    return edit.result();
  }

  /** What computes the results of {@code last} at less cost, or null if no pattern ends there. */
  Node rewrite(Node last, GraphEdit edit);
}
