package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Binary;
import io.sepconv.tensor.Shape;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * Element-wise functions of two operands. The wider one keeps its layout and decides that of the
 * result; the other is broadcast from a layout of the same order of axes.
 */
final class BinaryLowering implements Lowering<Binary> {
  @Override
  public Support lower(Binary op, Node node, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    Shape output = draft.shape(node.output());
    String left = node.inputs().get(0);
    String right = node.inputs().get(1);
    boolean commutes = op.kind() != Binary.Kind.SUB && op.kind() != Binary.Kind.DIV;
    if (commutes && !draft.shape(left).equals(output)) {
      String other = left;
      left = right;
      right = other;
    }
    if (!draft.shape(left).equals(output)) {
      return Support.no("oneDNN broadcasts only its second operand fast");
    }
    Operand first = draft.operand(left);
    Shape narrow = draft.shape(right).padRank(output.rank());
    boolean fewerAxes = draft.shape(right).rank() < output.rank();
    MemoryDesc second =
        fewerAxes && draft.constant(right) == null
            ? MemoryDesc.rowMajor(scope, narrow)
            : besideLayout(scope, first.layout(), narrow);
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            scope,
            op.type(),
            result ->
                dnnl_binary_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    algorithm(op.kind()),
                    first.layout().handle(),
                    second.handle(),
                    first.layout().handle(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no " + op.type() + " of " + output + " and " + narrow);
    }
    Operand result = draft.arena(first.layout());
    draft.add(
        node,
        primitive,
        result,
        List.of(
            new Step.Argument(DNNL_ARG_SRC_0, first),
            new Step.Argument(DNNL_ARG_SRC_1, second(right, second, draft))));
    draft.define(node.output(), result);
    return Support.YES;
  }

  private static Operand second(String value, MemoryDesc layout, PlanDraft draft) {
    if (draft.constant(value) != null) {
      MemoryDesc source = MemoryDesc.rowMajor(draft.scope(), layout.shape());
      return draft.pack(draft.constant(value), source, layout);
    }
    return draft.shape(value).rank() < layout.shape().rank()
        ? draft.viewRowMajor(value, layout)
        : draft.require(value, layout);
  }

  /** The first operand's own layout for the same shape, else one with the same order of axes. */
  private static MemoryDesc besideLayout(DescriptorScope scope, MemoryDesc first, Shape narrow) {
    if (first.shape().equals(narrow)) {
      return first;
    }
    return first.matches(MemoryDesc.channelsLast(scope, first.shape()))
        ? MemoryDesc.channelsLast(scope, narrow)
        : MemoryDesc.rowMajor(scope, narrow);
  }

  private static int algorithm(Binary.Kind kind) {
    return switch (kind) {
      case ADD -> dnnl_binary_add;
      case SUB -> dnnl_binary_sub;
      case MUL -> dnnl_binary_mul;
      case DIV -> dnnl_binary_div;
      case MIN -> dnnl_binary_min;
      case MAX -> dnnl_binary_max;
    };
  }
}
