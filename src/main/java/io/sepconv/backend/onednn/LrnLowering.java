package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Lrn;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Normalisation over neighbouring channels, in the layout that the operand has. */
final class LrnLowering implements Lowering<Lrn> {
  @Override
  public Support lower(Lrn op, Node node, PlanDraft draft) {
    if (op.size() % 2 == 0) {
      return Support.no("oneDNN's window of " + op.size() + " channels has one less");
    }
    Operand source = draft.operand(node.inputs().get(0));
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            draft.scope(),
            "a local response normalisation",
            result ->
                dnnl_lrn_forward_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    dnnl_forward_inference,
                    dnnl_lrn_across_channels,
                    source.layout().handle(),
                    source.layout().handle(),
                    op.size(),
                    op.alpha(),
                    op.beta(),
                    op.bias(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no LRN of " + source.layout());
    }
    Operand result = draft.arena(source.layout());
    draft.add(node, primitive, result, List.of(new Step.Argument(DNNL_ARG_SRC, source)));
    draft.define(node.output(), result);
    return Support.YES;
  }
}
