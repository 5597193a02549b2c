package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.MatMul;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Products of matrices, with leading axes broadcast; constant right-hand sides are packed. */
final class MatMulLowering implements Lowering<MatMul> {
  @Override
  public Support lower(MatMul op, Node node, PlanDraft draft) {
    String a = node.inputs().get(0);
    String b = node.inputs().get(1);
    Shape output = draft.shape(node.output());
    if (draft.shape(a).rank() < 2 || draft.shape(b).rank() < 2) {
      return Support.no("oneDNN multiplies matrices, not vectors");
    }
    DescriptorScope scope = draft.scope();
    Shape left = draft.shape(a).padRank(output.rank());
    Shape right = draft.shape(b).padRank(output.rank());
    return multiply(
        node,
        draft,
        new Side(a, MemoryDesc.rowMajor(scope, left).as(draft.type())),
        new Side(b, MemoryDesc.rowMajor(scope, right).as(draft.type())),
        null);
  }

  /** An operand and how its row-major memory is seen. */
  record Side(String value, MemoryDesc seen) {}

  /** left * right + bias into row-major memory; bias may be null. */
  static Support multiply(Node node, PlanDraft draft, Side left, Side right, Side bias) {
    DescriptorScope scope = draft.scope();
    MemoryDesc to =
        MemoryDesc.rowMajor(scope, draft.shape(node.output())).as(draft.typeOf(node.output()));
    boolean packed = draft.constant(right.value()) != null;
    MemoryDesc weights =
        packed ? MemoryDesc.any(scope, right.seen().shape()).as(draft.type()) : right.seen();
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            scope,
            "a matrix product",
            result ->
                dnnl_matmul_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    left.seen().handle(),
                    weights.handle(),
                    bias == null ? null : bias.seen().handle(),
                    to.handle(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no product of " + left.seen() + " and " + right.seen());
    }
    List<Step.Argument> reads = new ArrayList<>();
    reads.add(new Step.Argument(DNNL_ARG_SRC, draft.viewRowMajor(left.value(), left.seen())));
    Operand factor =
        packed
            ? draft.pack(
                draft.constant(right.value()),
                right.seen().as(dnnl_f32),
                primitive.layout(dnnl_query_weights_md, right.seen().shape()))
            : draft.viewRowMajor(right.value(), right.seen());
    reads.add(new Step.Argument(DNNL_ARG_WEIGHTS, factor));
    if (bias != null) {
      Tensor constant = draft.constant(bias.value());
      reads.add(
          new Step.Argument(
              DNNL_ARG_BIAS,
              constant != null
                  ? draft.pack(constant, bias.seen(), bias.seen())
                  : draft.viewRowMajor(bias.value(), bias.seen())));
    }
    Operand result = draft.arena(to);
    draft.add(node, primitive, result, reads);
    draft.define(node.output(), result);
    return Support.YES;
  }
}
