package io.sepconv.tensor;

/** The element types of values: what f32 CNNs and their shape arithmetic are made of. */
public enum DataType {
  /** IEEE 754 single precision. */
  FLOAT32("f32", 4),
  /** Signed 64-bit integer, the type of ONNX shapes and axes. */
  INT64("i64", 8),
  /** Signed 32-bit integer. */
  INT32("i32", 4),
  /** A truth value in one byte. */
  BOOL("bool", 1);

  private final String label;
  private final int bytes;

  DataType(String label, int bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** Bytes per element. */
  public int bytes() {
    return bytes;
  }

  /** The short name used in reports and messages: f32, i64, i32, bool. */
  @Override
  public String toString() {
    return label;
  }
}
