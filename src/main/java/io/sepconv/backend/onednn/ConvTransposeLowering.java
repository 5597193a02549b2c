package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.ConvTranspose;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Transposed convolutions with bias and activation: oneDNN's deconvolution, channels-last. */
final class ConvTransposeLowering implements Lowering<ConvTranspose> {
  @Override
  public Support lower(ConvTranspose op, Node node, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    String x = node.inputs().get(0);
    String weights = node.inputs().get(1);
    if (draft.constant(weights) == null
        || (node.hasInput(2) && draft.constant(node.inputs().get(2)) == null)) {
      return Support.no("its weights are computed by the network");
    }
    Shape input = draft.shape(x);
    Shape output = draft.shape(node.output());
    // The window slides over the output, at one position per input element.
    Geometry geometry = Geometry.of(op.window(), output, input);
    GroupedWeights filters = GroupedWeights.ofConvTranspose(draft.shape(weights), op.groups());
    MemoryDesc from = MemoryDesc.channelsLast(scope, input).as(draft.type());
    MemoryDesc to = MemoryDesc.channelsLast(scope, output).as(draft.type());
    MemoryDesc anyWeights = MemoryDesc.any(scope, filters.shape()).as(draft.type());
    MemoryDesc bias =
        node.hasInput(2) ? MemoryDesc.rowMajor(scope, draft.shape(node.inputs().get(2))) : null;
    dnnl_primitive_attr attributes = draft.attributes(op.activation());
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            scope,
            "a transposed convolution",
            result ->
                dnnl_deconvolution_forward_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    dnnl_forward_inference,
                    dnnl_deconvolution_direct,
                    from.handle(),
                    anyWeights.handle(),
                    bias == null ? null : bias.handle(),
                    to.handle(),
                    geometry.stride(),
                    geometry.gaps(),
                    geometry.begin(),
                    geometry.end(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no transposed convolution of this geometry");
    }
    List<Step.Argument> reads = new ArrayList<>();
    reads.add(new Step.Argument(DNNL_ARG_SRC, draft.require(x, from)));
    reads.add(
        new Step.Argument(
            DNNL_ARG_WEIGHTS,
            draft.pack(
                draft.constant(weights),
                filters.source(scope),
                primitive.layout(dnnl_query_weights_md, filters.shape()))));
    if (bias != null) {
      reads.add(new Step.Argument(DNNL_ARG_BIAS, draft.require(node.inputs().get(2), bias)));
    }
    Operand result = draft.arena(to);
    draft.add(node, primitive, result, reads);
    draft.define(node.output(), result);
    return Support.YES;
  }
}
