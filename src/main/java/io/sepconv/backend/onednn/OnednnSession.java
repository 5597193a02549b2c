package io.sepconv.backend.onednn;

import io.sepconv.backend.BackendSession;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.onednn.jni.SessionHandle;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * An arena and a stream in native memory.
 *
 * <p>OpenMP's team belongs to the thread that starts it. With one thread a run uses its caller;
 * with more it is handed to the session's own thread, so that callers that come and go do not each
 * grow a team.
 */
final class OnednnSession implements BackendSession {
  private final Graph graph;
  private final OnednnGraph.Layout layout;
  private final SessionHandle session;
  private final NativeOwner owner;
  private final Map<String, ValueType> types;
  private final ExecutorService worker;
  private final FloatBuffer[] stagedInputs;
  private final FloatBuffer[] stagedOutputs;

  OnednnSession(Graph graph, OnednnGraph.Layout layout, SessionHandle session, int threads) {
    this.graph = graph;
    this.layout = layout;
    this.session = session;
    this.types = ShapeInference.infer(graph);
    ExecutorService own =
        threads == 1 ? null : Executors.newSingleThreadExecutor(OnednnSession::thread);
    this.worker = own;
    this.owner =
        new NativeOwner(
            "a session",
            () -> {
              if (own != null) {
                own.shutdown();
              }
              Native.sepconv_session_release(session);
            });
    this.stagedInputs = new FloatBuffer[graph.inputs().size()];
    this.stagedOutputs = new FloatBuffer[graph.outputs().size()];
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sepconv-session");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void run(List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
    if (owner.isClosed()) {
      throw new IllegalStateException("the session is closed");
    }
    for (int i = 0; i < inputs.size(); i++) {
      if (layout.inputs().get(i) >= 0) {
        bind(layout.inputs().get(i), (FloatBuffer) inputs.get(i), true, i);
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (layout.outputs().get(i) >= 0) {
        bind(layout.outputs().get(i), (FloatBuffer) outputs.get(i), false, i);
      }
    }
    Map<String, Tensor> heap = worker == null ? execute(inputs) : onWorker(inputs);
    for (int i = 0; i < outputs.size(); i++) {
      if (layout.outputs().get(i) < 0) {
        Buffers.write(heap.get(graph.outputs().get(i)), outputs.get(i));
      } else if (!isDirect(outputs.get(i))) {
        ((FloatBuffer) outputs.get(i)).duplicate().put(stagedOutputs[i].duplicate());
      }
    }
  }

  /**
   * Points an input or output at the caller's memory, or at a copy where native code cannot reach
   * it.
   */
  private void bind(int number, FloatBuffer buffer, boolean input, int index) {
    int size = size(input ? graph.inputs().get(index).name() : graph.outputs().get(index));
    FloatBuffer memory = buffer;
    if (!isDirect(buffer)) {
      FloatBuffer[] staged = input ? stagedInputs : stagedOutputs;
      if (staged[index] == null) {
        staged[index] =
            ByteBuffer.allocateDirect(size * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
      }
      memory = staged[index];
      if (input) {
        memory.duplicate().put(buffer.duplicate().limit(buffer.position() + size));
      }
    }
    Dnnl.checkNative(
        Native.sepconv_session_bind(session, number, memory, memory.remaining()),
        "bind " + (input ? "input " : "output ") + index);
  }

  private static boolean isDirect(Buffer buffer) {
    return buffer.isDirect() && ((FloatBuffer) buffer).order() == ByteOrder.nativeOrder();
  }

  private int size(String value) {
    return (int) types.get(value).shape().size();
  }

  private Map<String, Tensor> onWorker(List<? extends Buffer> inputs) {
    boolean interrupted = false;
    try {
      Future<Map<String, Tensor>> run = worker.submit(() -> execute(inputs));
      while (true) {
        try {
          return run.get();
        } catch (InterruptedException e) {
          // The buffers are in use until the run ends, so it must be waited for.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a run failed", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Runs the segments and returns the values that stayed on the heap. */
  private Map<String, Tensor> execute(List<? extends Buffer> inputs) {
    Map<String, Tensor> heap = Map.of();
    if (needsHeap()) {
      heap = new HashMap<>(graph.constants());
      for (int i = 0; i < inputs.size(); i++) {
        if (layout.inputs().get(i) < 0) {
          String name = graph.inputs().get(i).name();
          heap.put(name, Buffers.read(types.get(name), inputs.get(i)));
        }
      }
    }
    for (Segment segment : layout.segments()) {
      if (segment instanceof Segment.Run run) {
        Dnnl.checkNative(
            Native.sepconv_session_run(session, run.first(), run.last()), "run the network");
      } else if (segment instanceof Segment.Java java) {
        evaluate(java, heap);
      }
    }
    return heap;
  }

  private boolean needsHeap() {
    return layout.outputs().contains(-1)
        || layout.inputs().contains(-1)
        || layout.segments().stream().anyMatch(Segment.Java.class::isInstance);
  }

  private void evaluate(Segment.Java segment, Map<String, Tensor> heap) {
    Node node = segment.node();
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      operands.add(segment.reads()[i] < 0 ? heap.get(input) : read(segment.reads()[i], input));
    }
    List<Tensor> results = Evaluators.evaluate(node.op(), operands);
    for (int i = 0; i < node.outputs().size(); i++) {
      if (segment.writes()[i] < 0) {
        heap.put(node.outputs().get(i), results.get(i));
      } else {
        Tensor result = results.get(i);
        Dnnl.checkNative(
            Native.sepconv_session_write(
                session, segment.writes()[i], result.floats(), result.size()),
            "write the result of " + node);
      }
    }
  }

  private Tensor read(int number, String value) {
    float[] floats = new float[size(value)];
    Dnnl.checkNative(
        Native.sepconv_session_read(session, number, floats, floats.length),
        "read '" + value + "'");
    return Tensor.of(types.get(value).shape(), floats);
  }

  @Override
  public synchronized void close() {
    owner.close();
  }
}
