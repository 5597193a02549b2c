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
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * An arena and a stream in native memory.
 *
 * <p>With one thread a run uses its caller; with more it is handed to a {@link Team}.
 */
final class OnednnSession implements BackendSession {
  private final Graph graph;
  private final OnednnGraph.Layout layout;
  private final SessionHandle session;
  private final NativeOwner owner;
  private final Map<String, ValueType> types;
  private final List<ValueType> inputTypes;
  private final List<ValueType> outputTypes;
  private final boolean needsHeap;
  private final int threads;
  private final FloatBuffer[] stagedInputs;
  private final FloatBuffer[] stagedOutputs;

  /** Holders that {@link #run(Buffer, Buffer)} fills: new lists would be garbage of every run. */
  private final Buffer[] onlyInput = new Buffer[1];

  private final Buffer[] onlyOutput = new Buffer[1];
  private final List<Buffer> onlyInputs = Arrays.asList(onlyInput);
  private final List<Buffer> onlyOutputs = Arrays.asList(onlyOutput);

  private List<? extends Buffer> teamInputs;
  private long[] teamNanos;
  private Map<String, Tensor> teamHeap;

  /** The run that is handed to a team, from and to the fields above; made once as well. */
  private final Runnable onTeam = () -> teamHeap = execute(teamInputs, teamNanos);

  OnednnSession(Graph graph, OnednnGraph.Layout layout, SessionHandle session, int threads) {
    this.graph = graph;
    this.layout = layout;
    this.session = session;
    this.types = ShapeInference.infer(graph);
    this.inputTypes = graph.inputs().stream().map(input -> types.get(input.name())).toList();
    this.outputTypes = graph.outputs().stream().map(types::get).toList();
    this.needsHeap =
        IntStream.concat(Arrays.stream(layout.inputs()), Arrays.stream(layout.outputs()))
                .anyMatch(number -> number < 0)
            || layout.segments().stream().anyMatch(Segment.Java.class::isInstance);
    this.threads = threads;
    this.owner = new NativeOwner("a session", () -> Native.sepconv_session_release(session));
    this.stagedInputs = new FloatBuffer[graph.inputs().size()];
    this.stagedOutputs = new FloatBuffer[graph.outputs().size()];
  }

  @Override
  public synchronized void run(Buffer input, Buffer output) {
    onlyInput[0] = input;
    onlyOutput[0] = output;
    try {
      run(onlyInputs, onlyOutputs, null);
    } finally {
      onlyInput[0] = null;
      onlyOutput[0] = null;
    }
  }

  @Override
  public synchronized void run(List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
    run(inputs, outputs, null);
  }

  @Override
  public synchronized long[] profile(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs) {
    long[] nanos = new long[layout.steps()];
    run(inputs, outputs, nanos);
    return nanos;
  }

  /**
   * Runs once.
   *
   * @param nanos receives the time of every step, or null for a run that takes none
   */
  private void run(List<? extends Buffer> inputs, List<? extends Buffer> outputs, long[] nanos) {
    if (owner.isClosed()) {
      throw new IllegalStateException("the session is closed");
    }
    Buffers.check(inputTypes, outputTypes, inputs, outputs);
    try {
      runBound(inputs, outputs, nanos);
    } finally {
      // Native code knows only the addresses: the buffers must not be collected before.
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(outputs);
    }
  }

  private void runBound(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs, long[] nanos) {
    for (int i = 0; i < inputs.size(); i++) {
      if (layout.inputs()[i] >= 0) {
        bind(layout.inputs()[i], (FloatBuffer) inputs.get(i), true, i);
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (layout.outputs()[i] >= 0) {
        bind(layout.outputs()[i], (FloatBuffer) outputs.get(i), false, i);
      }
    }
    Map<String, Tensor> heap = threads == 1 ? execute(inputs, nanos) : onTeam(inputs, nanos);
    for (int i = 0; i < outputs.size(); i++) {
      if (layout.outputs()[i] < 0) {
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
    FloatBuffer memory = isDirect(buffer) ? buffer : staged(buffer, input, index);
    int status = Native.sepconv_session_bind(session, number, memory, memory.remaining());
    if (status != 0) {
      Dnnl.checkNative(status, "bind " + (input ? "input " : "output ") + index);
    }
  }

  private FloatBuffer staged(FloatBuffer buffer, boolean input, int index) {
    ValueType type = (input ? inputTypes : outputTypes).get(index);
    FloatBuffer[] staged = input ? stagedInputs : stagedOutputs;
    if (staged[index] == null) {
      staged[index] = (FloatBuffer) Buffers.allocateDirect(type);
    }
    if (input) {
      int end = buffer.position() + Math.toIntExact(type.shape().size());
      staged[index].duplicate().put(buffer.duplicate().limit(end));
    }
    return staged[index];
  }

  private static boolean isDirect(Buffer buffer) {
    return buffer.isDirect() && ((FloatBuffer) buffer).order() == ByteOrder.nativeOrder();
  }

  private Map<String, Tensor> onTeam(List<? extends Buffer> inputs, long[] nanos) {
    teamInputs = inputs;
    teamNanos = nanos;
    try {
      Team.run(threads, onTeam);
      return teamHeap;
    } finally {
      teamInputs = null;
      teamNanos = null;
      teamHeap = null;
    }
  }

  /** Runs the segments and returns the values that stayed on the heap. */
  private Map<String, Tensor> execute(List<? extends Buffer> inputs, long[] nanos) {
    Map<String, Tensor> heap = Map.of();
    if (needsHeap) {
      heap = new HashMap<>(graph.constants());
      for (int i = 0; i < inputs.size(); i++) {
        if (layout.inputs()[i] < 0) {
          String name = graph.inputs().get(i).name();
          heap.put(name, Buffers.read(types.get(name), inputs.get(i)));
        }
      }
    }
    int step = 0;
    // By index: an iterator would be garbage of every run.
    for (int i = 0; i < layout.segments().size(); i++) {
      Segment segment = layout.segments().get(i);
      if (segment instanceof Segment.Run run) {
        execute(run, step, nanos);
        step += run.last() - run.first();
      } else if (segment instanceof Segment.Java java) {
        long start = nanos == null ? 0 : System.nanoTime();
        evaluate(java, heap);
        if (nanos != null) {
          nanos[step] = System.nanoTime() - start;
        }
        step++;
      }
    }
    return heap;
  }

  private void execute(Segment.Run run, int step, long[] nanos) {
    if (nanos == null) {
      Dnnl.checkNative(
          Native.sepconv_session_run(session, run.first(), run.last()), "run the network");
      return;
    }
    long[] times = new long[run.last() - run.first()];
    Dnnl.checkNative(
        Native.sepconv_session_run_timed(session, run.first(), run.last(), times),
        "time the network");
    System.arraycopy(times, 0, nanos, step, times.length);
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
    float[] floats = new float[Math.toIntExact(types.get(value).shape().size())];
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
