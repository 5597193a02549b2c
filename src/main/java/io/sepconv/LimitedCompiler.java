package io.sepconv;

import io.sepconv.backend.Backend;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.Footprint;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelLimitException;
import io.sepconv.graph.rewrite.GraphOptimizer;

/** From a graph to a plan that stays within the limits: before it is made, and as it was made. */
final class LimitedCompiler {
  private LimitedCompiler() {}

  /**
   * Optimises and compiles.
   *
   * @param graph a graph whose inputs are static
   * @throws ModelLimitException if it asks for more than {@link ModelOptions#limits}
   */
  static CompiledGraph compile(Graph graph, Backend backend, ModelOptions options) {
    Limits limits = options.limits();
    Graph optimized = GraphOptimizer.optimize(graph, limits);
    limits.requireTotal(
        "a run of '" + graph.name() + "', its weights included,", Footprint.of(optimized).bytes());
    CompiledGraph plan = backend.compile(optimized, options.compileOptions());
    try {
      // A backend's own layouts pad channels: only its plan knows by how much.
      limits.requireTotal(
          "the plan of '" + graph.name() + "' on " + backend.name(),
          Math.addExact(plan.weightBytes(), plan.sessionBytes()));
      return plan;
    } catch (ModelLimitException e) {
      plan.close();
      throw e;
    }
  }
}
