package io.sepconv.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import io.sepconv.op.Activation;
import io.sepconv.op.Op;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/** What tests of other packages need of how operators are written. */
public final class OnnxForm {
  private OnnxForm() {}

  /** A node without operands and results; Clip has its bounds as opset 6 does. */
  public static NodeProto of(Op op) {
    NodeProto.Builder node = NodeProtos.of(op).toBuilder();
    if (op instanceof Activation clip && clip.kind() == Activation.Kind.CLIP) {
      NodeProtos.number(node, "min", clip.alpha());
      NodeProtos.number(node, "max", clip.beta());
    }
    return node.build();
  }

  /** The type of the first result, which a model must declare. */
  public static DataType resultType(Op op, List<Tensor> operands) {
    Tensor[] all = operands.toArray(Tensor[]::new);
    return NodeProtos.resultType(
        op, 0, Arrays.stream(all).map(tensor -> tensor == null ? null : tensor.type()).toList());
  }

  /** ONNX's code of an element type. */
  public static int elementType(DataType type) {
    return ElementTypes.code(type);
  }
}
