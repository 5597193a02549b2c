package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Softmax;
import io.sepconv.tensor.Shape;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Softmax on row-major memory; the flattened form sees its operand as a matrix. */
final class SoftmaxLowering implements Lowering<Softmax> {
  @Override
  public Support lower(Softmax op, Node node, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    Shape shape = draft.shape(node.output());
    int axis = shape.axis(op.axis());
    Shape seen =
        op.flattened()
            ? Shape.of(new long[] {shape.size(0, axis), shape.size(axis, shape.rank())})
            : shape;
    MemoryDesc layout = MemoryDesc.rowMajor(scope, seen);
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            scope,
            "a softmax",
            result ->
                dnnl_softmax_forward_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    dnnl_forward_inference,
                    op.logarithm() ? dnnl_softmax_log : dnnl_softmax_accurate,
                    layout.handle(),
                    layout.handle(),
                    op.flattened() ? 1 : axis,
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no softmax of this shape");
    }
    Operand result = draft.arena(layout);
    draft.add(
        node,
        primitive,
        result,
        List.of(new Step.Argument(DNNL_ARG_SRC, draft.viewRowMajor(node.inputs().get(0), layout))));
    draft.define(node.output(), new Operand(result.storage(), MemoryDesc.rowMajor(scope, shape)));
    return Support.YES;
  }
}
