package io.sepconv.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** A direct output buffer that begins as NaN and has zones around it that nobody may write. */
public final class GuardedBuffer {
  private static final int ZONE = 64;
  private static final float GUARD = -12345.75f;

  private final Shape shape;
  private final FloatBuffer whole;

  public GuardedBuffer(Shape shape) {
    this.shape = shape;
    int size = (int) shape.size();
    this.whole =
        ByteBuffer.allocateDirect((size + 2 * ZONE) * Float.BYTES)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    for (int i = 0; i < whole.capacity(); i++) {
      whole.put(i, i < ZONE || i >= ZONE + size ? GUARD : Float.NaN);
    }
  }

  /** The part to be written. */
  public FloatBuffer buffer() {
    return whole.slice(ZONE, (int) shape.size());
  }

  /** What was written, once the zones have been found untouched. */
  public Tensor content() {
    int size = (int) shape.size();
    for (int i = 0; i < whole.capacity(); i++) {
      if (i < ZONE || i >= ZONE + size) {
        assertEquals(GUARD, whole.get(i), "guard zone at " + (i - ZONE));
      }
    }
    float[] values = new float[size];
    buffer().get(values);
    return Tensor.of(shape, values);
  }
}
