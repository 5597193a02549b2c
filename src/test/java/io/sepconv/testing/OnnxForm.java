package io.sepconv.testing;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
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
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.Lrn;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.op.Resize;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Softmax;
import io.sepconv.op.Transpose;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Our operators as ONNX nodes without names of operands and results. */
final class OnnxForm {
  private OnnxForm() {}

  static NodeProto of(Op op) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(op.type());
    if (op instanceof Activation activation) {
      activation(node, activation);
    } else if (op instanceof BatchNorm norm) {
      number(node, "epsilon", norm.epsilon());
    } else if (op instanceof Cast cast) {
      integer(node, "to", elementType(cast.to()).getNumber());
    } else if (op instanceof Concat concat) {
      integer(node, "axis", concat.axis());
    } else if (op instanceof ConstantOfShape constant) {
      TensorProto.Builder value =
          TensorProto.newBuilder()
              .addDims(1)
              .setDataType(elementType(constant.value().type()).getNumber());
      if (constant.value().type() == DataType.FLOAT32) {
        value.addFloatData(constant.value().floats()[0]);
      } else {
        value.addInt64Data(constant.value().longs()[0]);
      }
      node.addAttribute(attribute("value", AttributeType.TENSOR).setT(value));
    } else if (op instanceof Conv conv) {
      window(node, conv.window(), true);
      integer(node, "group", conv.groups());
    } else if (op instanceof ConvTranspose conv) {
      window(node, conv.window(), true);
      integer(node, "group", conv.groups());
      integers(node, "output_padding", conv.outputPadding());
    } else if (op instanceof Flatten flatten) {
      integer(node, "axis", flatten.axis());
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
    } else if (op instanceof Resize resize) {
      text(node, "mode", resize.mode());
      text(node, "coordinate_transformation_mode", resize.coordinates());
      text(node, "nearest_mode", resize.rounding());
    } else if (op instanceof Softmax softmax) {
      integer(node, "axis", softmax.axis());
    } else if (op instanceof Transpose transpose && !transpose.perm().isEmpty()) {
      integers(node, "perm", transpose.perm());
    }
    return node.build();
  }

  /** The type of the first result, which a model must declare. */
  static DataType resultType(Op op, List<Tensor> operands) {
    if (op instanceof Cast cast) {
      return cast.to();
    }
    if (op instanceof ConstantOfShape constant) {
      return constant.value().type();
    }
    if (op instanceof Binary binary && binary.kind() == Binary.Kind.EQUAL) {
      return DataType.BOOL;
    }
    return op instanceof ShapeOf ? DataType.INT64 : operands.get(0).type();
  }

  static TensorProto.DataType elementType(DataType type) {
    return switch (type) {
      case FLOAT32 -> TensorProto.DataType.FLOAT;
      case INT64 -> TensorProto.DataType.INT64;
      case INT32 -> TensorProto.DataType.INT32;
      case BOOL -> TensorProto.DataType.BOOL;
    };
  }

  private static void activation(NodeProto.Builder node, Activation op) {
    switch (op.kind()) {
      case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU, SWISH -> number(node, "alpha", op.alpha());
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
      case CLIP -> {
        number(node, "min", op.alpha());
        number(node, "max", op.beta());
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

  private static void integer(NodeProto.Builder node, String name, long value) {
    node.addAttribute(attribute(name, AttributeType.INT).setI(value));
  }

  private static void number(NodeProto.Builder node, String name, float value) {
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
