package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Element-wise functions of one operand, in its layout. */
final class EltwiseLowering implements Lowering<Activation> {
  @Override
  public Support lower(Activation op, Node node, PlanDraft draft) {
    return lower(Eltwise.stages(op), op.toString(), node, draft);
  }

  /** A power whose exponent is one constant number. */
  static Support power(Binary op, Node node, PlanDraft draft) {
    Tensor exponent = draft.constant(node.inputs().get(1));
    if (exponent == null
        || exponent.size() != 1
        || !draft.shape(node.inputs().get(0)).equals(draft.shape(node.output()))) {
      return Support.no("oneDNN has no power whose exponents are not one constant");
    }
    Eltwise power = new Eltwise(dnnl_eltwise_pow, 1, (float) exponent.get(0));
    return lower(List.of(power), op.type(), node, draft);
  }

  private static Support lower(List<Eltwise> stages, String what, Node node, PlanDraft draft) {
    MemoryDesc layout = draft.operand(node.inputs().get(0)).layout();
    List<PrimitiveDesc> primitives = new ArrayList<>();
    for (Eltwise stage : stages) {
      PrimitiveDesc primitive = primitive(stage, what, layout, draft);
      if (primitive != null) {
        primitives.add(primitive);
      }
    }
    if (stages.isEmpty() || primitives.size() < stages.size()) {
      return Support.no("oneDNN has no " + what + (stages.isEmpty() ? "" : " for this layout"));
    }
    Operand value = draft.operand(node.inputs().get(0));
    for (PrimitiveDesc primitive : primitives) {
      Operand result = draft.arena(layout);
      draft.add(node, primitive, result, List.of(new Step.Argument(DNNL_ARG_SRC, value)));
      value = result;
    }
    draft.define(node.output(), value);
    return Support.YES;
  }

  private static PrimitiveDesc primitive(
      Eltwise eltwise, String what, MemoryDesc layout, PlanDraft draft) {
    dnnl_primitive_attr attributes = draft.attributes();
    return PrimitiveDesc.create(
        draft.scope(),
        what,
        result ->
            dnnl_eltwise_forward_primitive_desc_create(
                result,
                OnednnRuntime.engine(),
                dnnl_forward_inference,
                eltwise.algorithm(),
                layout.handle(),
                layout.handle(),
                eltwise.alpha(),
                eltwise.beta(),
                attributes));
  }
}
