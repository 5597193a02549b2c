package io.sepconv;

import io.sepconv.backend.BackendSession;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A model at one set of input shapes with the sessions that wait for work. Safe for any thread. */
final class CompiledModel implements AutoCloseable {
  private final CompiledGraph compiled;
  private final double compileMillis;
  private final List<ValueType> inputs;
  private final List<ValueType> outputs;
  private final Deque<BackendSession> idle = new ArrayDeque<>();

  CompiledModel(CompiledGraph compiled, double compileMillis) {
    this.compiled = compiled;
    this.compileMillis = compileMillis;
    Graph graph = compiled.graph();
    Map<String, ValueType> types = ShapeInference.infer(graph);
    this.inputs = graph.inputs().stream().map(input -> types.get(input.name())).toList();
    this.outputs = graph.outputs().stream().map(types::get).toList();
  }

  CompiledGraph compiled() {
    return compiled;
  }

  double compileMillis() {
    return compileMillis;
  }

  List<ValueType> inputs() {
    return inputs;
  }

  List<ValueType> outputs() {
    return outputs;
  }

  /** An idle session or a new one; hand it back with {@link #giveBack}. */
  BackendSession borrow() {
    synchronized (idle) {
      BackendSession session = idle.poll();
      if (session != null) {
        return session;
      }
    }
    return compiled.newSession();
  }

  /** Keeps a session for the next run. */
  void giveBack(BackendSession session) {
    synchronized (idle) {
      idle.push(session);
    }
  }

  /** Closes the idle sessions too; none may be borrowed. */
  @Override
  public void close() {
    synchronized (idle) {
      idle.forEach(BackendSession::close);
      idle.clear();
    }
    compiled.close();
  }
}
