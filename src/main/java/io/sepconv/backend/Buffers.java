package io.sepconv.backend;

import io.sepconv.graph.ValueType;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.List;

/** Copies between tensors and the typed buffers that cross {@link BackendSession#run}. */
public final class Buffers {
  private Buffers() {}

  /** Whether a buffer is of the kind that carries the type's elements and has enough of them. */
  public static Support fits(ValueType type, Buffer buffer) {
    boolean kind =
        switch (type.type()) {
          case FLOAT32 -> buffer instanceof FloatBuffer;
          case INT64 -> buffer instanceof LongBuffer;
          case INT32 -> buffer instanceof IntBuffer;
          case BOOL -> buffer instanceof ByteBuffer;
        };
    if (!kind) {
      return Support.no(type + " does not go into a " + buffer.getClass().getSimpleName());
    }
    return buffer.remaining() >= type.shape().size()
        ? Support.YES
        : Support.no(
            type + " has " + type.shape().size() + " elements, the buffer " + buffer.remaining());
  }

  /**
   * Checks what {@link BackendSession#run} is given.
   *
   * @throws IllegalArgumentException as documented there
   */
  public static void check(
      List<ValueType> inputTypes,
      List<ValueType> outputTypes,
      List<? extends Buffer> inputs,
      List<? extends Buffer> outputs) {
    check("input", inputTypes, inputs);
    check("output", outputTypes, outputs);
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).isReadOnly()) {
        throw new IllegalArgumentException("output " + i + ": the buffer is read-only");
      }
      refuseTwice(i, "input", inputs, inputs.size(), outputs.get(i));
      refuseTwice(i, "output", outputs, i, outputs.get(i));
    }
  }

  private static void check(String what, List<ValueType> types, List<? extends Buffer> buffers) {
    if (buffers.size() != types.size()) {
      throw new IllegalArgumentException(
          types.size() + " " + what + "s " + types + " wanted, not " + buffers.size());
    }
    for (int i = 0; i < types.size(); i++) {
      if (buffers.get(i) == null) {
        throw new IllegalArgumentException(
            what + " " + i + ": the buffer for " + types.get(i) + " is missing");
      }
      Support fit = fits(types.get(i), buffers.get(i));
      if (!fit.yes()) {
        throw new IllegalArgumentException(what + " " + i + ": " + fit.reason());
      }
    }
  }

  private static void refuseTwice(
      int output, String what, List<? extends Buffer> others, int count, Buffer buffer) {
    for (int i = 0; i < count; i++) {
      if (others.get(i) == buffer) {
        throw new IllegalArgumentException("output " + output + " is also " + what + " " + i);
      }
    }
  }

  /** A tensor with the elements from the buffer's position on; the position does not move. */
  public static Tensor read(ValueType type, Buffer buffer) {
    Tensor tensor = Tensor.zeros(type.type(), type.shape());
    switch (type.type()) {
      case FLOAT32 -> ((FloatBuffer) buffer).duplicate().get(tensor.floats());
      case INT64 -> ((LongBuffer) buffer).duplicate().get(tensor.longs());
      case INT32 -> ((IntBuffer) buffer).duplicate().get(tensor.ints());
      case BOOL -> {
        ByteBuffer bytes = ((ByteBuffer) buffer).duplicate();
        for (int i = 0; i < tensor.size(); i++) {
          tensor.booleans()[i] = bytes.get() != 0;
        }
      }
    }
    return tensor;
  }

  /** Writes a tensor's elements from the buffer's position on; the position does not move. */
  public static void write(Tensor tensor, Buffer buffer) {
    switch (tensor.type()) {
      case FLOAT32 -> ((FloatBuffer) buffer).duplicate().put(tensor.floats());
      case INT64 -> ((LongBuffer) buffer).duplicate().put(tensor.longs());
      case INT32 -> ((IntBuffer) buffer).duplicate().put(tensor.ints());
      case BOOL -> {
        ByteBuffer bytes = ((ByteBuffer) buffer).duplicate();
        for (boolean value : tensor.booleans()) {
          bytes.put((byte) (value ? 1 : 0));
        }
      }
    }
  }

  /** A buffer over a tensor's own array (bool: over a copy), to be read as an input. */
  public static Buffer wrap(Tensor tensor) {
    return switch (tensor.type()) {
      case FLOAT32 -> FloatBuffer.wrap(tensor.floats());
      case INT64 -> LongBuffer.wrap(tensor.longs());
      case INT32 -> IntBuffer.wrap(tensor.ints());
      case BOOL -> {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size());
        write(tensor, bytes);
        yield bytes;
      }
    };
  }

  /** A new heap buffer for a value. */
  public static Buffer allocate(ValueType type) {
    int size = Math.toIntExact(type.shape().size());
    return switch (type.type()) {
      case FLOAT32 -> FloatBuffer.allocate(size);
      case INT64 -> LongBuffer.allocate(size);
      case INT32 -> IntBuffer.allocate(size);
      case BOOL -> ByteBuffer.allocate(size);
    };
  }

  /** A new direct buffer in native order for a value, as native code takes it without a copy. */
  public static Buffer allocateDirect(ValueType type) {
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.toIntExact(type.bytes())).order(ByteOrder.nativeOrder());
    return switch (type.type()) {
      case FLOAT32 -> bytes.asFloatBuffer();
      case INT64 -> bytes.asLongBuffer();
      case INT32 -> bytes.asIntBuffer();
      case BOOL -> bytes;
    };
  }
}
