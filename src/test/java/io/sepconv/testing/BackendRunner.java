package io.sepconv.testing;

import io.sepconv.backend.Backend;
import io.sepconv.backend.BackendSession;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/** Runs graphs on a backend, with zones around the outputs that it must not write. */
public final class BackendRunner {
  private BackendRunner() {}

  /** Runs an optimised graph on guarded direct outputs; f32 inputs are direct where asked for. */
  public static List<Tensor> run(
      Backend backend, CompileOptions options, Graph graph, boolean direct, Tensor... inputs) {
    try (CompiledGraph compiled = backend.compile(GraphOptimizer.optimize(graph), options)) {
      return run(compiled, GraphRunner.run(graph, inputs), direct, inputs);
    }
  }

  /**
   * Runs a compiled graph once, on a session of its own.
   *
   * @param like tensors of the outputs' types and shapes
   */
  public static List<Tensor> run(
      CompiledGraph compiled, List<Tensor> like, boolean direct, Tensor... inputs) {
    List<Buffer> in = new ArrayList<>();
    for (Tensor input : inputs) {
      in.add(direct && input.type() == DataType.FLOAT32 ? direct(input) : Buffers.wrap(input));
    }
    List<Buffer> out = new ArrayList<>();
    List<GuardedBuffer> guarded = new ArrayList<>();
    for (Tensor shape : like) {
      boolean floats = shape.type() == DataType.FLOAT32;
      guarded.add(floats ? new GuardedBuffer(shape.shape()) : null);
      out.add(
          floats
              ? guarded.get(guarded.size() - 1).buffer()
              : Buffers.allocate(ValueType.of(shape)));
    }
    try (BackendSession session = compiled.newSession()) {
      session.run(in, out);
    }
    List<Tensor> results = new ArrayList<>();
    for (int i = 0; i < out.size(); i++) {
      results.add(
          guarded.get(i) != null
              ? guarded.get(i).content()
              : Buffers.read(ValueType.of(like.get(i)), out.get(i)));
    }
    return results;
  }

  /** A direct buffer with a tensor's elements. */
  public static FloatBuffer direct(Tensor tensor) {
    return ByteBuffer.allocateDirect(tensor.size() * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .put(tensor.floats())
        .flip();
  }
}
