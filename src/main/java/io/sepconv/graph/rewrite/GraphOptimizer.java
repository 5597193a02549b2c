package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
import java.util.List;

/**
 * The rewrites that every backend's graph has gone through, in their order: constants are folded
 * first, then the rules of the list.
 */
public final class GraphOptimizer {
  // Activations are put together before their constants could be folded into weights, and joined to
  // convolutions last, as nothing can be folded into a layer that has one. Every rule takes its own
  // results further, so one pass through the list is enough.
  private static final List<Rewrite> REWRITES =
      List.of(
          new DropUnused(),
          new ResolvePads(),
          new DropIdentity(),
          new MergeTransposes(),
          new MergeReshapes(),
          new DropIdentity(),
          new SpelledClip(),
          new SpelledHardSigmoid(),
          new SpelledHardSwish(),
          new SpelledSwish(),
          new FoldPadIntoConv(),
          new FoldPadIntoPool(),
          new FoldChannelScale(),
          new SpellOutBatchNorm(),
          new FuseResidual(),
          new FuseActivation(),
          new DropUnused());

  private GraphOptimizer() {}

  /**
   * The graph to run: shape arithmetic is gone, pads are explicit and part of the windows after
   * them, batch normalisation, residual sums and activations are part of the convolutions before
   * them.
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

  /**
   * The graph with its constants folded and shape arithmetic gone, and nothing else changed: what
   * is left has its names.
   *
   * @param graph a graph whose inputs are static
   * @param limits what folding may take
   * @throws io.sepconv.graph.ModelLimitException if it asks for more
   */
  public static Graph foldConstants(Graph graph, Limits limits) {
    return new FoldConstants(limits).apply(graph);
  }

  /** The rules in their order. */
  static List<Rewrite> rewrites() {
    return REWRITES;
  }
}
