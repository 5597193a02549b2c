package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Element-wise functions of one operand, in its layout. */
final class EltwiseLowering implements Lowering<Activation> {
  @Override
  public Support lower(Activation op, Node node, PlanDraft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    Eltwise eltwise = Eltwise.of(op);
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            draft.scope(),
            op.toString(),
            result ->
                dnnl_eltwise_forward_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    dnnl_forward_inference,
                    eltwise.algorithm(),
                    source.layout().handle(),
                    source.layout().handle(),
                    eltwise.alpha(),
                    eltwise.beta(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no " + op + " for this layout");
    }
    Operand result = draft.arena(source.layout());
    draft.add(node, primitive, result, List.of(new Step.Argument(DNNL_ARG_SRC, source)));
    draft.define(node.output(), result);
    return Support.YES;
  }
}
