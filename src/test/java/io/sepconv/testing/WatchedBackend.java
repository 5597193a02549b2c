package io.sepconv.testing;

import io.sepconv.backend.ArenaReport;
import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.GraphCompiler;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import java.nio.Buffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A backend that counts what is compiled and closed, and in which a test can interfere. */
public final class WatchedBackend implements Backend {
  private final Backend backend;
  private final AtomicInteger compiled = new AtomicInteger();
  private final AtomicInteger closed = new AtomicInteger();
  private volatile Consumer<Graph> beforeCompile = graph -> {};
  private volatile Consumer<List<? extends Buffer>> afterRun = outputs -> {};

  public WatchedBackend(Backend backend) {
    this.backend = backend;
  }

  /** Called with the graph that is about to be compiled. */
  public void beforeCompile(Consumer<Graph> action) {
    beforeCompile = action;
  }

  /** Called with the outputs before a run returns. */
  public void afterRun(Consumer<List<? extends Buffer>> action) {
    afterRun = action;
  }

  /** Graphs that have been compiled. */
  public int compiled() {
    return compiled.get();
  }

  /** Calls that closed a compiled graph. */
  public int closed() {
    return closed.get();
  }

  @Override
  public String name() {
    return "watched";
  }

  @Override
  public int priority() {
    return backend.priority();
  }

  @Override
  public void load() {
    backend.load();
  }

  @Override
  public Map<String, String> describe() {
    return backend.describe();
  }

  @Override
  public GraphCompiler newCompiler(CompileOptions options) {
    return new WatchedCompiler(backend.newCompiler(options));
  }

  private final class WatchedCompiler implements GraphCompiler {
    private final GraphCompiler compiler;

    WatchedCompiler(GraphCompiler compiler) {
      this.compiler = compiler;
    }

    @Override
    public CompiledGraph compile(Graph graph) {
      beforeCompile.accept(graph);
      CompiledGraph result = compiler.compile(graph);
      compiled.incrementAndGet();
      return new WatchedGraph(result);
    }

    @Override
    public long weightBytes() {
      return compiler.weightBytes();
    }

    @Override
    public void close() {
      compiler.close();
    }
  }

  private final class WatchedGraph implements CompiledGraph {
    private final CompiledGraph graph;

    WatchedGraph(CompiledGraph graph) {
      this.graph = graph;
    }

    @Override
    public Graph graph() {
      return graph.graph();
    }

    @Override
    public BackendSession newSession() {
      return new WatchedSession(graph.newSession());
    }

    @Override
    public List<LayerReport> layers() {
      return graph.layers();
    }

    @Override
    public long weightBytes() {
      return graph.weightBytes();
    }

    @Override
    public long sessionBytes() {
      return graph.sessionBytes();
    }

    @Override
    public ArenaReport arena() {
      return graph.arena();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      graph.close();
    }
  }

  private final class WatchedSession implements BackendSession {
    private final BackendSession session;

    WatchedSession(BackendSession session) {
      this.session = session;
    }

    @Override
    public void run(List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
      session.run(inputs, outputs);
      afterRun.accept(outputs);
    }

    @Override
    public long[] profile(List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
      return session.profile(inputs, outputs);
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
