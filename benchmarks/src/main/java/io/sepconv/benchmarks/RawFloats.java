package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tensors as files of their elements alone: f32, row-major, little-endian. */
final class RawFloats {
  private RawFloats() {}

  /** Writes a file, over an existing one if there is one. */
  static void write(Path file, Tensor tensor) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.floats());
    Files.write(file, bytes.array());
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read, or does not have as many bytes as the shape needs
   */
  static Tensor read(Path file, Shape shape) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length != shape.size() * Float.BYTES) {
      throw new IOException(
          String.format(
              "%s has %,d bytes, but f32 %s are %,d",
              file.getFileName(), bytes.length, shape, shape.size() * Float.BYTES));
    }
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return Tensor.of(shape, values);
  }
}
