package io.sepconv.op;

/**
 * An element-wise function of two operands that are broadcast against each other.
 *
 * @param kind the function
 */
public record Binary(Kind kind) implements Op {
  /** The functions, by their ONNX names. */
  public enum Kind {
    ADD("Add"),
    SUB("Sub"),
    MUL("Mul"),
    DIV("Div"),
    MIN("Min"),
    MAX("Max"),
    /** The first operand to the power of the second, which may be of another type. */
    POW("Pow"),
    /** Whether the operands are equal, as truth values. */
    EQUAL("Equal");

    private final String onnxName;

    Kind(String onnxName) {
      this.onnxName = onnxName;
    }
  }

  @Override
  public String type() {
    return kind.onnxName;
  }
}
