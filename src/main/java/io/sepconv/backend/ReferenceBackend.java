package io.sepconv.backend;

import io.sepconv.graph.Graph;
import java.util.Map;

/**
 * The oracle as a backend: every node by its plain-loop evaluator, on the calling thread. Always
 * there.
 */
public final class ReferenceBackend implements Backend {
  /** The name by which it is chosen. */
  public static final String NAME = "reference";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public void load() {
    // Nothing to load: plain Java.
  }

  @Override
  public Map<String, String> describe() {
    return Map.of("kernels", "plain loops, accumulated in double, one thread");
  }

  @Override
  public GraphCompiler newCompiler(CompileOptions options) {
    return new ReferenceCompiler();
  }

  /** Graphs run on their own constants: there is nothing to pack or to share. */
  private static final class ReferenceCompiler implements GraphCompiler {
    @Override
    public CompiledGraph compile(Graph graph) {
      return new ReferenceGraph(graph);
    }

    @Override
    public long weightBytes() {
      return 0;
    }

    @Override
    public void close() {
      // Only heap objects: the garbage collector owns them.
    }
  }
}
