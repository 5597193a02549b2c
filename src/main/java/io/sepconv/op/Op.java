package io.sepconv.op;

/**
 * What a node computes. Names and semantics are those of ONNX; attributes that ONNX moved to inputs
 * over time stay inputs here (shapes, axes, bounds that a graph may compute).
 *
 * <p>Operators are immutable values and hold no weights.
 */
public sealed interface Op
    permits Activation,
        BatchNorm,
        Binary,
        Cast,
        Concat,
        ConstantOfShape,
        Conv,
        ConvTranspose,
        Flatten,
        Gemm,
        GlobalPool,
        Identity,
        Lrn,
        MatMul,
        PRelu,
        Pool,
        Reduce,
        Reshape,
        Resize,
        ShapeOf,
        Slice,
        Softmax,
        Squeeze,
        Transpose,
        Unsqueeze {

  /** The operator's ONNX name, for messages and reports. */
  String type();
}
