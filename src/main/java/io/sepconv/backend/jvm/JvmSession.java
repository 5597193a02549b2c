package io.sepconv.backend.jvm;

import io.sepconv.backend.plan.PlannedSession;
import io.sepconv.backend.plan.ReferenceStep;
import io.sepconv.graph.Graph;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * An arena, and the kernels that run over it; for pictures that run at the same time an arena each.
 */
final class JvmSession extends PlannedSession {
  private final JvmGraph.Plan plan;

  /** One picture, on whichever thread; made once, for runs without garbage. */
  private final Kernel pictures = new Pictures();

  /** One per lane; given up when the session is closed. */
  private float[][] arenas;

  /** Of the run in flight. */
  private List<? extends Buffer> from;

  private List<? extends Buffer> to;

  JvmSession(Graph graph, JvmGraph.Plan plan) {
    super(graph, plan.inputs(), plan.outputs(), plan.steps().length);
    this.plan = plan;
    this.arenas = new float[plan.lanes()][plan.floats()];
  }

  @Override
  protected void execute(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs, long[] nanos) {
    from = inputs;
    to = outputs;
    boolean together = plan.lanes() > 1 && nanos == null;
    Crew crew = Crew.borrow(together ? plan.lanes() : plan.threads());
    try {
      if (together) {
        crew.run(pictures, null);
      } else {
        for (int picture = 0; picture < plan.pictures(); picture++) {
          run(picture, arenas[0], crew, nanos);
        }
      }
    } finally {
      crew.giveBack();
      from = null;
      to = null;
    }
  }

  /** Pictures as the parts of a kernel: each thread runs whole ones in its own arena. */
  private final class Pictures implements Kernel {
    @Override
    public int parts() {
      return plan.pictures();
    }

    @Override
    public void run(float[] none, int picture, int worker) {
      JvmSession.this.run(picture, arenas[worker], Crew.borrow(1), null);
    }
  }

  private void run(int picture, float[] arena, Crew crew, long[] nanos) {
    for (int i = 0; i < plan.inputs().length; i++) {
      if (plan.inputs()[i] >= 0) {
        FloatBuffer buffer = (FloatBuffer) from.get(i);
        int size = (int) inputTypes().get(i).shape().size() / plan.pictures();
        buffer.get(buffer.position() + picture * size, arena, plan.inputs()[i], size);
      }
    }
    for (int i = 0; i < plan.steps().length; i++) {
      long start = nanos == null ? 0 : System.nanoTime();
      if (plan.steps()[i] instanceof Kernel kernel) {
        crew.run(kernel, arena);
      } else {
        evaluate((ReferenceStep) plan.steps()[i]);
      }
      if (nanos != null) {
        nanos[i] += System.nanoTime() - start;
      }
    }
    for (int i = 0; i < plan.outputs().length; i++) {
      if (plan.outputs()[i] >= 0) {
        FloatBuffer buffer = (FloatBuffer) to.get(i);
        int size = (int) outputTypes().get(i).shape().size() / plan.pictures();
        buffer.put(buffer.position() + picture * size, arena, plan.outputs()[i], size);
      }
    }
  }

  @Override
  protected Tensor read(int number, String value) {
    Shape shape = type(value).shape();
    return Tensor.of(shape, Arrays.copyOfRange(arenas[0], number, number + (int) shape.size()));
  }

  @Override
  protected void write(int number, String value, Tensor tensor) {
    System.arraycopy(tensor.floats(), 0, arenas[0], number, tensor.size());
  }

  @Override
  protected void release() {
    arenas = null;
  }
}
