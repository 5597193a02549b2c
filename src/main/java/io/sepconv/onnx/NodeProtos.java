package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Concat;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.DepthToSpace;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gather;
import io.sepconv.op.Gemm;
import io.sepconv.op.Lrn;
import io.sepconv.op.MaxPoolIndices;
import io.sepconv.op.Op;
import io.sepconv.op.Pad;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Softmax;
import io.sepconv.op.SpaceToDepth;
import io.sepconv.op.Split;
import io.sepconv.op.Transpose;
import io.sepconv.op.Where;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Our operators as ONNX nodes, name and attributes; operands and results are still missing. */
final class NodeProtos {
  private NodeProtos() {}

  /**
   * The node of an operator. What an attribute cannot say in recent opsets is left out: what is
   * fused into a convolution, the bounds of Clip, and the count of Split's equal parts.
   */
  static NodeProto of(Op op) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(op.type());
    if (op instanceof Activation activation) {
      activation(node, activation);
    } else if (op instanceof BatchNorm norm) {
      number(node, "epsilon", norm.epsilon());
    } else if (op instanceof Cast cast) {
      integer(node, "to", ElementTypes.code(cast.to()));
    } else if (op instanceof Concat concat) {
      integer(node, "axis", concat.axis());
    } else if (op instanceof ConstantOfShape constant) {
      node.addAttribute(
          attribute("value", AttributeType.TENSOR)
              .setT(TensorProtos.of("", constant.value().reshape(Shape.of(1)))));
    } else if (op instanceof Conv conv) {
      window(node, conv.window(), true);
      integer(node, "group", conv.groups());
    } else if (op instanceof ConvTranspose conv) {
      window(node, conv.window(), true);
      integer(node, "group", conv.groups());
      integers(node, "output_padding", conv.outputPadding());
      if (!conv.outputShape().isEmpty()) {
        integers(node, "output_shape", conv.outputShape());
      }
    } else if (op instanceof DepthToSpace depth) {
      integer(node, "blocksize", depth.size());
      node.addAttribute(
          attribute("mode", AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(depth.order().name())));
    } else if (op instanceof Flatten flatten) {
      integer(node, "axis", flatten.axis());
    } else if (op instanceof Gather gather) {
      integer(node, "axis", gather.axis());
    } else if (op instanceof Gemm gemm) {
      number(node, "alpha", gemm.alpha());
      number(node, "beta", gemm.beta());
      integer(node, "transA", gemm.transA() ? 1 : 0);
      integer(node, "transB", gemm.transB() ? 1 : 0);
    } else if (op instanceof Lrn lrn) {
      integer(node, "size", lrn.size());
      number(node, "alpha", lrn.alpha());
      number(node, "beta", lrn.beta());
      number(node, "bias", lrn.bias());
    } else if (op instanceof Pad pad) {
      text(node, "mode", pad.mode());
    } else if (op instanceof Pool pool) {
      // AveragePool has no dilations before opset 19.
      window(node, pool.window(), pool.kind() == Pool.Kind.MAX || pool.window().isDilated());
      integer(node, "ceil_mode", pool.ceilMode() ? 1 : 0);
      if (pool.kind() == Pool.Kind.AVERAGE) {
        integer(node, "count_include_pad", pool.countIncludePad() ? 1 : 0);
      }
    } else if (op instanceof Reduce reduce) {
      integer(node, "keepdims", reduce.keepDims() ? 1 : 0);
      integer(node, "noop_with_empty_axes", reduce.noneMeansNone() ? 1 : 0);
    } else if (op instanceof MaxPoolIndices max) {
      NodeProto pool = of(max.pool());
      node.addAllAttribute(pool.getAttributeList());
      integer(node, "storage_order", max.columnMajor() ? 1 : 0);
    } else if (op instanceof Reshape reshape && reshape.allowZero()) {
      integer(node, "allowzero", 1);
    } else if (op instanceof Resize resize) {
      text(node, "mode", resize.mode());
      text(node, "coordinate_transformation_mode", resize.coordinates());
      if (resize.mode() == Resize.Mode.NEAREST) {
        text(node, "nearest_mode", resize.rounding());
      }
      options(node, resize.options());
    } else if (op instanceof Softmax softmax) {
      integer(node, "axis", softmax.axis());
    } else if (op instanceof SpaceToDepth depth) {
      integer(node, "blocksize", depth.size());
    } else if (op instanceof Split split) {
      integer(node, "axis", split.axis());
      if (split.smallerLast()) {
        integer(node, "num_outputs", split.parts());
      }
    } else if (op instanceof Transpose transpose && !transpose.perm().isEmpty()) {
      integers(node, "perm", transpose.perm());
    }
    return node.build();
  }

  /** Only what is not the default: most came with later opsets. */
  private static void options(NodeProto.Builder node, Resize.Options options) {
    if (options.cubicA() != Resize.Options.NONE.cubicA()) {
      number(node, "cubic_coeff_a", options.cubicA());
    }
    if (options.excludeOutside()) {
      integer(node, "exclude_outside", 1);
    }
    if (options.antialias()) {
      integer(node, "antialias", 1);
    }
    if (options.extrapolation() != 0) {
      number(node, "extrapolation_value", options.extrapolation());
    }
    if (options.aspectRatio() != Resize.AspectRatio.STRETCH) {
      text(node, "keep_aspect_ratio_policy", options.aspectRatio());
    }
    if (!options.axes().isEmpty()) {
      integers(node, "axes", options.axes());
    }
  }

  /**
   * The type of a result.
   *
   * @param op the operator
   * @param result which of its results
   * @param operands the types of its operands; null for an absent one
   */
  static DataType resultType(Op op, int result, List<DataType> operands) {
    if (op instanceof Cast cast) {
      return cast.to();
    }
    if (op instanceof ConstantOfShape constant) {
      return constant.value().type();
    }
    if (op instanceof Binary binary && binary.kind() == Binary.Kind.EQUAL) {
      return DataType.BOOL;
    }
    if (op instanceof Where) {
      return operands.get(1);
    }
    boolean places = op instanceof MaxPoolIndices && result == 1;
    return op instanceof ShapeOf || places ? DataType.INT64 : operands.get(0);
  }

  private static void activation(NodeProto.Builder node, Activation op) {
    switch (op.kind()) {
      case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU -> number(node, "alpha", op.alpha());
      case SELU -> {
        number(node, "alpha", op.alpha());
        number(node, "gamma", op.beta());
      }
      case GELU_TANH ->
          node.addAttribute(
              attribute("approximate", AttributeType.STRING).setS(ByteString.copyFromUtf8("tanh")));
      case HARD_SIGMOID -> {
        number(node, "alpha", op.alpha());
        number(node, "beta", op.beta());
      }
      default -> {}
    }
  }

  private static void window(NodeProto.Builder node, Window window, boolean dilations) {
    integers(node, "kernel_shape", window.kernel());
    integers(node, "strides", window.stride());
    if (dilations) {
      integers(node, "dilations", window.dilation());
    }
    if (window.autoPad() == AutoPad.NOTSET) {
      List<Integer> pads = new ArrayList<>(window.padBegin());
      pads.addAll(window.padEnd());
      integers(node, "pads", pads);
    } else {
      node.addAttribute(
          attribute("auto_pad", AttributeType.STRING)
              .setS(ByteString.copyFromUtf8(window.autoPad().name())));
    }
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  static void integer(NodeProto.Builder node, String name, long value) {
    node.addAttribute(attribute(name, AttributeType.INT).setI(value));
  }

  static void number(NodeProto.Builder node, String name, float value) {
    node.addAttribute(attribute(name, AttributeType.FLOAT).setF(value));
  }

  private static void integers(NodeProto.Builder node, String name, List<Integer> values) {
    List<Long> longs = values.stream().map(Integer::longValue).toList();
    node.addAttribute(attribute(name, AttributeType.INTS).addAllInts(longs));
  }

  private static void text(NodeProto.Builder node, String name, Enum<?> value) {
    node.addAttribute(
        attribute(name, AttributeType.STRING)
            .setS(ByteString.copyFromUtf8(value.name().toLowerCase(Locale.ROOT))));
  }
}
