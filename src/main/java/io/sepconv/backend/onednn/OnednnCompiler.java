package io.sepconv.backend.onednn;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.GraphCompiler;
import io.sepconv.graph.Graph;

/** Compiles graphs to native plans that share what was packed alike. */
final class OnednnCompiler implements GraphCompiler {
  private final CompileOptions options;
  private final PackedConstants constants = new PackedConstants();

  OnednnCompiler(CompileOptions options) {
    this.options = options;
  }

  @Override
  public CompiledGraph compile(Graph graph) {
    if (options.threads() == 1) {
      return PlanCompiler.compile(graph, options, constants);
    }
    // Packing weights is parallel work as well: the caller would be left with a team of its own.
    CompiledGraph[] compiled = new CompiledGraph[1];
    Team.run(
        options.threads(), () -> compiled[0] = PlanCompiler.compile(graph, options, constants));
    return compiled[0];
  }

  @Override
  public long weightBytes() {
    return constants.bytes();
  }

  @Override
  public void close() {
    // Every constant is let go of by the last graph that uses it.
  }
}
