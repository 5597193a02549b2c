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

/** An arena, and the kernels that run over it. */
final class JvmSession extends PlannedSession {
  private final JvmGraph.Plan plan;

  /** Given up when the session is closed. */
  private float[] arena;

  JvmSession(Graph graph, JvmGraph.Plan plan) {
    super(graph, plan.inputs(), plan.outputs(), plan.steps().length);
    this.plan = plan;
    this.arena = new float[plan.floats()];
  }

  @Override
  protected void execute(
      List<? extends Buffer> inputs, List<? extends Buffer> outputs, long[] nanos) {
    for (int i = 0; i < plan.inputs().length; i++) {
      if (plan.inputs()[i] >= 0) {
        FloatBuffer buffer = (FloatBuffer) inputs.get(i);
        int size = (int) inputTypes().get(i).shape().size();
        buffer.get(buffer.position(), arena, plan.inputs()[i], size);
      }
    }
    Crew crew = Crew.borrow(plan.threads());
    try {
      for (int i = 0; i < plan.steps().length; i++) {
        long start = nanos == null ? 0 : System.nanoTime();
        if (plan.steps()[i] instanceof Kernel kernel) {
          crew.run(kernel, arena);
        } else {
          evaluate((ReferenceStep) plan.steps()[i]);
        }
        if (nanos != null) {
          nanos[i] = System.nanoTime() - start;
        }
      }
    } finally {
      crew.giveBack();
    }
    for (int i = 0; i < plan.outputs().length; i++) {
      if (plan.outputs()[i] >= 0) {
        FloatBuffer buffer = (FloatBuffer) outputs.get(i);
        int size = (int) outputTypes().get(i).shape().size();
        buffer.put(buffer.position(), arena, plan.outputs()[i], size);
      }
    }
  }

  @Override
  protected Tensor read(int number, String value) {
    Shape shape = type(value).shape();
    return Tensor.of(shape, Arrays.copyOfRange(arena, number, number + (int) shape.size()));
  }

  @Override
  protected void write(int number, String value, Tensor tensor) {
    System.arraycopy(tensor.floats(), 0, arena, number, tensor.size());
  }

  @Override
  protected void release() {
    arena = null;
  }
}
