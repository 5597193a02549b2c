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
  /** Objects on the heap for a node: its report, steps and descriptors, some of them native. */
  private static final long NODE_BYTES = 2048;

  private final CompiledGraph compiled;
  private final double compileMillis;
  private final List<ValueType> inputs;
  private final List<ValueType> outputs;
  private final Deque<BackendSession> idle = new ArrayDeque<>();
  private int sessions;

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

  /** What it takes in memory, weights apart: its sessions, and a rough figure for its nodes. */
  long bytes() {
    synchronized (idle) {
      return sessions * compiled.sessionBytes() + NODE_BYTES * compiled.graph().nodes().size();
    }
  }

  /** An idle session or a new one; hand it back with {@link #giveBack}. */
  BackendSession borrow() {
    synchronized (idle) {
      BackendSession session = idle.poll();
      if (session != null) {
        return session;
      }
    }
    BackendSession session = compiled.newSession();
    synchronized (idle) {
      sessions++;
    }
    return session;
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
