package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** What one caller times: runs on direct buffers of its own. For one thread at a time. */
public abstract class EngineSession implements AutoCloseable {
  /** What it reads, in native order. */
  protected final FloatBuffer input;

  /** What it writes, in native order; NaN at first. */
  protected final FloatBuffer output;

  private final Shape outputShape;

  /** Takes a copy of the task's input. */
  protected EngineSession(Task task) {
    this.outputShape = task.outputShape();
    this.input = direct(task.input().size()).put(task.input().floats()).rewind();
    this.output = direct(Math.toIntExact(outputShape.size()));
    clear();
  }

  private static FloatBuffer direct(int elements) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Fills the output with NaN, so that a run must write it. */
  final void clear() {
    for (int i = 0; i < output.capacity(); i++) {
      output.put(i, Float.NaN);
    }
  }

  /** One run: all of {@link #output} from {@link #input}, but for what {@link #fetch} does. */
  protected abstract void run();

  /**
   * Brings what the last run left into {@link #output}, where a library has it in an order of its
   * own that its users take as it is. No time is taken of it.
   */
  protected void fetch() {}

  /** A copy of what the last run wrote. */
  final Tensor result() {
    fetch();
    float[] values = new float[output.capacity()];
    output.duplicate().get(values);
    return Tensor.of(outputShape, values);
  }

  @Override
  public abstract void close();
}
