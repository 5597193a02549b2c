package io.sepconv.op;

/**
 * How a window's padding follows from its input size when it is not written out (ONNX auto_pad).
 */
public enum AutoPad {
  /** The pads of the window are used as they are. */
  NOTSET,
  /** output = ceil(input / stride); an odd total puts the extra element at the end. */
  SAME_UPPER,
  /** output = ceil(input / stride); an odd total puts the extra element at the beginning. */
  SAME_LOWER,
  /** No padding. */
  VALID
}
