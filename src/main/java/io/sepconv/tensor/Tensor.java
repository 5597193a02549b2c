package io.sepconv.tensor;

import java.lang.reflect.Array;
import java.util.Arrays;

/**
 * A dense row-major tensor on the Java heap: a shape, an element type and an array.
 *
 * <p>The factories take their array without copying it and the accessors hand it out without
 * copying it: whoever hands a tensor on must not write to it any more. Under that rule a tensor is
 * safe to share between threads.
 */
public final class Tensor {
  private final Shape shape;
  private final DataType type;
  private final Object data;

  private Tensor(Shape shape, DataType type, Object data, int length) {
    if (shape.size() != length) {
      throw new IllegalArgumentException(
          "shape " + shape + " has " + shape.size() + " elements, the array has " + length);
    }
    this.shape = shape;
    this.type = type;
    this.data = data;
  }

  /** An f32 tensor over {@code data}, row-major. */
  public static Tensor of(Shape shape, float... data) {
    return new Tensor(shape, DataType.FLOAT32, data, data.length);
  }

  /** An i64 tensor over {@code data}, row-major. */
  public static Tensor of(Shape shape, long... data) {
    return new Tensor(shape, DataType.INT64, data, data.length);
  }

  /** An i32 tensor over {@code data}, row-major. */
  public static Tensor of(Shape shape, int... data) {
    return new Tensor(shape, DataType.INT32, data, data.length);
  }

  /** A bool tensor over {@code data}, row-major. */
  public static Tensor of(Shape shape, boolean... data) {
    return new Tensor(shape, DataType.BOOL, data, data.length);
  }

  /** An f32 scalar, rank 0. */
  public static Tensor scalar(float value) {
    return of(Shape.of(), value);
  }

  /** A rank-1 i64 tensor, as ONNX passes shapes and axes. */
  public static Tensor vector(long... values) {
    return of(Shape.of(values.length), values);
  }

  /** A new tensor of zeros (or {@code false}). */
  public static Tensor zeros(DataType type, Shape shape) {
    int length = arrayLength(shape);
    return switch (type) {
      case FLOAT32 -> of(shape, new float[length]);
      case INT64 -> of(shape, new long[length]);
      case INT32 -> of(shape, new int[length]);
      case BOOL -> of(shape, new boolean[length]);
    };
  }

  private static int arrayLength(Shape shape) {
    if (shape.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "shape " + shape + " has " + shape.size() + " elements; a Java array holds 2^31-9");
    }
    return (int) shape.size();
  }

  /** Sizes of the axes, outermost first. */
  public Shape shape() {
    return shape;
  }

  /** Type of the elements. */
  public DataType type() {
    return type;
  }

  /** Number of elements. */
  public int size() {
    return (int) shape.size();
  }

  /** The row-major elements of an f32 tensor: the tensor's own array, not a copy. */
  public float[] floats() {
    return (float[]) require(DataType.FLOAT32);
  }

  /** The row-major elements of an i64 tensor: the tensor's own array, not a copy. */
  public long[] longs() {
    return (long[]) require(DataType.INT64);
  }

  /** The row-major elements of an i32 tensor: the tensor's own array, not a copy. */
  public int[] ints() {
    return (int[]) require(DataType.INT32);
  }

  /** The row-major elements of a bool tensor: the tensor's own array, not a copy. */
  public boolean[] booleans() {
    return (boolean[]) require(DataType.BOOL);
  }

  private Object require(DataType wanted) {
    if (type != wanted) {
      throw new IllegalArgumentException("a tensor of " + type + " " + shape + " is not " + wanted);
    }
    return data;
  }

  /** Element {@code index} (row-major) as a double; true counts as 1. */
  public double get(int index) {
    return switch (type) {
      case FLOAT32 -> floats()[index];
      case INT64 -> longs()[index];
      case INT32 -> ints()[index];
      case BOOL -> booleans()[index] ? 1 : 0;
    };
  }

  /** All elements of an i64 or i32 tensor as longs, copied. */
  public long[] toLongs() {
    return switch (type) {
      case INT64 -> longs().clone();
      case INT32 -> Arrays.stream(ints()).asLongStream().toArray();
      default ->
          throw new IllegalArgumentException(
              "a tensor of " + type + " " + shape + " holds no integers");
    };
  }

  /** The same elements under another shape of equal size; the array is shared. */
  public Tensor reshape(Shape other) {
    return new Tensor(other, type, data, size());
  }

  /** Whether type, shape and every element are equal; floats compare as {@link Arrays#equals}. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor t
        && type == t.type
        && shape.equals(t.shape)
        && Arrays.deepEquals(new Object[] {data}, new Object[] {t.data});
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.deepHashCode(new Object[] {data});
  }

  /** Type, shape and the first elements. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(type + " " + shape + " {");
    for (int i = 0; i < Math.min(8, size()); i++) {
      text.append(i == 0 ? "" : ", ").append(Array.get(data, i));
    }
    return text.append(size() > 8 ? ", ...}" : "}").toString();
  }
}
