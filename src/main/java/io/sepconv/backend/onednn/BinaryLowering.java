package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Binary;
import io.sepconv.tensor.Shape;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * Element-wise functions of two operands. The result takes the layout of an operand of its own
 * shape; an operand that is broadcast gets a layout of the same order of axes.
 */
final class BinaryLowering implements Lowering<Binary> {
  @Override
  public Support lower(Binary op, Node node, PlanDraft draft) {
    Shape output = draft.shape(node.output());
    String left = node.inputs().get(0);
    String right = node.inputs().get(1);
    boolean commutes = op.kind() != Binary.Kind.SUB && op.kind() != Binary.Kind.DIV;
    if (commutes && !draft.shape(left).equals(output)) {
      // oneDNN is fast where its second operand is the one that is broadcast.
      String other = left;
      left = right;
      right = other;
    }
    MemoryDesc to = resultLayout(output, left, right, draft);
    MemoryDesc first = layout(left, to, draft);
    MemoryDesc second = layout(right, to, draft);
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            draft.scope(),
            op.type(),
            result ->
                dnnl_binary_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    algorithm(op.kind()),
                    first.handle(),
                    second.handle(),
                    to.handle(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no " + op.type() + " of " + first + " and " + second);
    }
    Operand result = draft.arena(to);
    draft.add(
        node,
        primitive,
        result,
        List.of(
            new Step.Argument(DNNL_ARG_SRC_0, operand(left, first, draft)),
            new Step.Argument(DNNL_ARG_SRC_1, operand(right, second, draft))));
    draft.define(node.output(), result);
    return Support.YES;
  }

  private static MemoryDesc resultLayout(Shape output, String left, String right, PlanDraft draft) {
    for (String value : List.of(left, right)) {
      if (draft.shape(value).equals(output) && draft.constant(value) == null) {
        return draft.operand(value).layout();
      }
    }
    return MemoryDesc.rowMajor(draft.scope(), output);
  }

  /** How an operand, with ones in front of its axes, lies beside the result. */
  private static MemoryDesc layout(String value, MemoryDesc result, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    int rank = result.shape().rank();
    Shape padded = draft.shape(value).padRank(rank);
    boolean movable = draft.constant(value) != null || draft.shape(value).rank() == rank;
    if (movable && padded.equals(result.shape())) {
      return result;
    }
    boolean channelsLast =
        result.matches(MemoryDesc.channelsLast(scope, result.shape()).as(result.type()));
    MemoryDesc layout =
        channelsLast && movable
            ? MemoryDesc.channelsLast(scope, padded)
            : MemoryDesc.rowMajor(scope, padded);
    return layout.as(result.type());
  }

  private static Operand operand(String value, MemoryDesc layout, PlanDraft draft) {
    if (draft.constant(value) != null) {
      MemoryDesc source = MemoryDesc.rowMajor(draft.scope(), layout.shape());
      return draft.pack(draft.constant(value), source, layout);
    }
    return draft.shape(value).rank() < layout.shape().rank()
        ? draft.viewRowMajor(value, layout)
        : draft.require(value, layout);
  }

  private static int algorithm(Binary.Kind kind) {
    return switch (kind) {
      case ADD -> dnnl_binary_add;
      case SUB -> dnnl_binary_sub;
      case MUL -> dnnl_binary_mul;
      case DIV -> dnnl_binary_div;
      case MIN -> dnnl_binary_min;
      case MAX -> dnnl_binary_max;
      case POW, EQUAL -> throw new IllegalArgumentException("oneDNN has no binary " + kind);
    };
  }
}
