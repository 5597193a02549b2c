package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/** A model that is ready to be timed, on direct buffers of its own. For one thread. */
abstract class EngineSession implements AutoCloseable {
  private final Shape outputShape;
  final FloatBuffer input;
  final FloatBuffer output;

  /** Takes a copy of the input; the output starts as NaN. */
  EngineSession(Tensor input) {
    this.outputShape = Shape.of(input.shape().dim(0), ZooNetwork.CLASSES);
    this.input = direct(input.size()).put(input.floats()).rewind();
    this.output = direct(Math.toIntExact(outputShape.size()));
    for (int i = 0; i < output.capacity(); i++) {
      output.put(i, Float.NaN);
    }
  }

  private static FloatBuffer direct(int elements) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** One run. */
  abstract void run();

  /**
   * Writes the native plan that it runs.
   *
   * @throws UnsupportedOperationException if it has none
   */
  void savePlan(Path file) throws IOException {
    throw new UnsupportedOperationException(
        "only sepconv on oneDNN has a plan to save for a program: let it be the first engine");
  }

  /** Version and set-up, in one line without a colon. */
  abstract String description();

  /** A copy of what the last run wrote: {@code [N, 1000]}. */
  Tensor result() {
    float[] values = new float[output.capacity()];
    output.duplicate().get(values);
    return Tensor.of(outputShape, values);
  }

  @Override
  public abstract void close();
}
