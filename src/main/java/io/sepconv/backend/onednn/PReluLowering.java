package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.PRelu;
import io.sepconv.tensor.Shape;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Rectifiers with slopes from an operand, in the layout of x. */
final class PReluLowering implements Lowering<PRelu> {
  @Override
  public Support lower(PRelu op, Node node, PlanDraft draft) {
    Operand source = draft.operand(node.inputs().get(0));
    String slope = node.inputs().get(1);
    MemoryDesc slopes = slopes(slope, source.layout(), draft);
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            draft.scope(),
            "a PRelu",
            result ->
                dnnl_prelu_forward_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    dnnl_forward_inference,
                    source.layout().handle(),
                    slopes.handle(),
                    source.layout().handle(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no PRelu of " + source.layout() + " with slopes " + slopes);
    }
    Operand result = draft.arena(source.layout());
    draft.add(
        node,
        primitive,
        result,
        List.of(
            new Step.Argument(DNNL_ARG_SRC, source),
            new Step.Argument(DNNL_ARG_WEIGHTS, operand(slope, slopes, draft))));
    draft.define(node.output(), result);
    return Support.YES;
  }

  /** How the slopes lie, with ones in front of their axes. */
  private static MemoryDesc slopes(String slope, MemoryDesc x, PlanDraft draft) {
    Shape padded = draft.shape(slope).padRank(x.shape().rank());
    boolean packed = draft.constant(slope) != null;
    return packed && padded.equals(x.shape())
        ? x
        : MemoryDesc.rowMajor(draft.scope(), padded).as(x.type());
  }

  private static Operand operand(String slope, MemoryDesc layout, PlanDraft draft) {
    if (draft.constant(slope) == null) {
      return draft.viewRowMajor(slope, layout);
    }
    MemoryDesc source = MemoryDesc.rowMajor(draft.scope(), layout.shape());
    return draft.pack(draft.constant(slope), source, layout);
  }
}
