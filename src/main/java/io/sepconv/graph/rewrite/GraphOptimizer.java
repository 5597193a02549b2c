package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
import java.util.List;

/**
 * The rewrites that every backend's graph has gone through, in their order: constants are folded
 * first, then the rules of the list.
 */
public final class GraphOptimizer {
  private static final List<Rewrite> REWRITES =
      List.of(
          new ResolvePads(),
          new DropIdentity(),
          new FoldBatchNorm(),
          new SpellOutBatchNorm(),
          new FuseActivation(),
          new DropUnused());

  private GraphOptimizer() {}

  /**
   * The graph to run: shape arithmetic is gone, pads are explicit, batch normalisation and
   * activations are part of the convolutions before them.
   *
   * @param graph a graph whose inputs are static
   * @throws io.sepconv.graph.ModelFormatException if its shapes contradict each other
   */
  public static Graph optimize(Graph graph) {
    return optimize(graph, Limits.defaults());
  }

  /**
   * The graph to run, of a model that may ask for no more than the limits.
   *
   * @throws io.sepconv.graph.ModelLimitException if it asks for more
   */
  public static Graph optimize(Graph graph, Limits limits) {
    Graph result = new FoldConstants(limits).apply(graph);
    for (Rewrite rewrite : REWRITES) {
      result = rewrite.apply(result);
    }
    return result;
  }
}
