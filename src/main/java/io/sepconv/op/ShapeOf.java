package io.sepconv.op;

/** The sizes of the operand as i64 {@code [rank]}: ONNX's Shape. */
public record ShapeOf() implements Op {
  @Override
  public String type() {
    return "Shape";
  }
}
