package io.sepconv.backend.onednn;

import io.sepconv.backend.Buffers;
import io.sepconv.backend.onednn.jni.Native;
import io.sepconv.backend.onednn.jni.SessionHandle;
import io.sepconv.backend.plan.PlannedSession;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.Tensor;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * An arena and a stream in native memory.
 *
 * <p>With one thread a run uses its caller; with more it is handed to a {@link Team}.
 */
final class OnednnSession extends PlannedSession {
  private final OnednnGraph.Layout layout;
  private final SessionHandle session;
  private final NativeOwner owner;
  private final int threads;
  private final FloatBuffer[] stagedInputs;
  private final FloatBuffer[] stagedOutputs;

  private long[] teamNanos;

  /** The run that is handed to a team, with the field above; made once, as it would be garbage. */
  private final Runnable onTeam = () -> runSegments(teamNanos);

  OnednnSession(Graph graph, OnednnGraph.Layout layout, SessionHandle session, int threads) {
    super(graph, layout.inputs(), layout.outputs(), layout.steps());
    this.layout = layout;
    this.session = session;
    this.threads = threads;
    this.owner = new NativeOwner("a session", () -> Native.sepconv_session_release(session));
    this.stagedInputs = new FloatBuffer[layout.inputs().length];
    this.stagedOutputs = new FloatBuffer[layout.outputs().length];
  }

  @Override
  protected void execute(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs, long[] nanos) {
    try {
      executeBound(inputs, outputs, nanos);
    } finally {
      // Native code knows only the addresses: the buffers must not be collected before.
      Reference.reachabilityFence(inputs);
      Reference.reachabilityFence(outputs);
    }
  }

  private void executeBound(
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
    if (threads == 1) {
      runSegments(nanos);
    } else {
      runOnTeam(nanos);
    }
    for (int i = 0; i < outputs.size(); i++) {
      if (layout.outputs()[i] >= 0 && !isDirect(outputs.get(i))) {
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
    ValueType type = (input ? inputTypes() : outputTypes()).get(index);
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

  private void runOnTeam(long[] nanos) {
    teamNanos = nanos;
    try {
      Team.run(threads, onTeam);
    } finally {
      teamNanos = null;
    }
  }

  private void runSegments(long[] nanos) {
    int step = 0;
    // By index: an iterator would be garbage of every run.
    for (int i = 0; i < layout.segments().size(); i++) {
      Segment segment = layout.segments().get(i);
      if (segment instanceof Segment.Run run) {
        runNative(run, step, nanos);
        step += run.last() - run.first();
      } else if (segment instanceof Segment.Java java) {
        long start = nanos == null ? 0 : System.nanoTime();
        evaluate(java.step());
        if (nanos != null) {
          nanos[step] = System.nanoTime() - start;
        }
        step++;
      }
    }
  }

  private void runNative(Segment.Run run, int step, long[] nanos) {
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

  @Override
  protected Tensor read(int number, String value) {
    ValueType type = type(value);
    float[] floats = new float[Math.toIntExact(type.shape().size())];
    Dnnl.checkNative(
        Native.sepconv_session_read(session, number, floats, floats.length),
        "read '" + value + "'");
    return Tensor.of(type.shape(), floats);
  }

  @Override
  protected void write(int number, String value, Tensor tensor) {
    Dnnl.checkNative(
        Native.sepconv_session_write(session, number, tensor.floats(), tensor.size()),
        "write '" + value + "'");
  }

  @Override
  protected void release() {
    owner.close();
  }
}
