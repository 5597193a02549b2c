package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import java.util.List;

/** The rewrites that every backend's graph has gone through, in their order. */
public final class GraphOptimizer {
  private static final List<Rewrite> REWRITES =
      List.of(
          new FoldConstants(),
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
    Graph result = graph;
    for (Rewrite rewrite : REWRITES) {
      result = rewrite.apply(result);
    }
    return result;
  }
}
