package io.sepconv;

import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.GraphCompiler;
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
   * @param constants what earlier graphs of the model have computed already
   * @param compiler the backend's
   * @param backend its name
   * @throws ModelLimitException if it asks for more than the limits
   */
  static CompiledGraph compile(
      Graph graph,
      SharedConstants constants,
      GraphCompiler compiler,
      String backend,
      Limits limits) {
    Graph optimized = constants.share(GraphOptimizer.optimize(graph, limits));
    limits.requireTotal(
        "a run of '" + graph.name() + "', its weights included,", Footprint.of(optimized).bytes());
    CompiledGraph plan = compiler.compile(optimized);
    try {
      // A backend's own layouts pad channels: only its plan knows by how much.
      limits.requireTotal(
          "the plan of '" + graph.name() + "' on " + backend,
          Math.addExact(plan.weightBytes(), plan.sessionBytes()));
      return plan;
    } catch (ModelLimitException e) {
      plan.close();
      throw e;
    }
  }
}
