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
        DepthToSpace,
        Expand,
        Flatten,
        Gather,
        Gemm,
        GlobalPool,
        Identity,
        Lrn,
        MatMul,
        PRelu,
        MaxPoolIndices,
        Pad,
        Pool,
        Reduce,
        Reshape,
        Resize,
        ShapeOf,
        Slice,
        Softmax,
        SpaceToDepth,
        Split,
        Squeeze,
        Tile,
        Transpose,
        Unsqueeze,
        Where {

  /** The operator's ONNX name, for messages and reports. */
  String type();
}
