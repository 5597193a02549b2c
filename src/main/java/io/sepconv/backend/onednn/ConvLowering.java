package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * Direct, grouped, depthwise and 1x1 convolutions with bias and activation.
 *
 * <p>Channels-last first: a chain of convolutions then needs no reorder between them. The layout
 * that oneDNN would choose comes second, where channels-last has only a slow implementation.
 */
final class ConvLowering implements Lowering<Conv> {
  @Override
  public Support lower(Conv op, Node node, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    String x = node.inputs().get(0);
    String weights = node.inputs().get(1);
    if (draft.constant(weights) == null
        || (node.hasInput(2) && draft.constant(node.inputs().get(2)) == null)) {
      return Support.no("its weights are computed by the network");
    }
    Shape input = draft.shape(x);
    Shape output = draft.shape(node.output());
    Geometry geometry = Geometry.of(op.window(), input, output);
    GroupedWeights filters = GroupedWeights.ofConv(draft.shape(weights), op.groups());
    MemoryDesc anyWeights = MemoryDesc.any(scope, filters.shape());
    MemoryDesc bias =
        node.hasInput(2) ? MemoryDesc.rowMajor(scope, draft.shape(node.inputs().get(2))) : null;
    PrimitiveDesc primitive = null;
    for (boolean channelsLast : new boolean[] {true, false}) {
      MemoryDesc from =
          channelsLast ? MemoryDesc.channelsLast(scope, input) : MemoryDesc.any(scope, input);
      MemoryDesc to =
          channelsLast ? MemoryDesc.channelsLast(scope, output) : MemoryDesc.any(scope, output);
      PrimitiveDesc candidate =
          describe(scope, geometry, from, anyWeights, bias, to, draft.attributes(op.activation()));
      if (candidate != null && (primitive == null || !candidate.isSlow())) {
        primitive = candidate;
      }
      if (primitive != null && !primitive.isSlow()) {
        break;
      }
    }
    if (primitive == null) {
      return Support.no("oneDNN has no convolution of this geometry");
    }
    Operand result = draft.arena(primitive.layout(dnnl_query_dst_md, output));
    boolean inPlace = false;
    if (node.hasInput(3)) {
      MemoryDesc to = result.layout();
      MemoryDesc from = primitive.layout(dnnl_query_src_md, input);
      String plain = primitive.implementation();
      primitive =
          describe(
              scope,
              geometry,
              from,
              anyWeights,
              bias,
              to,
              Attributes.adding(scope, to, op.activation()));
      inPlace = primitive == null || !primitive.implementation().equals(plain);
      if (inPlace) {
        // Matrix-based kernels only add to what lies in the result already.
        primitive =
            describe(
                scope,
                geometry,
                from,
                anyWeights,
                bias,
                to,
                Attributes.accumulating(scope, op.activation()));
      }
      if (primitive == null) {
        return Support.no("oneDNN has no convolution of this geometry with a residual");
      }
    }
    List<Step.Argument> reads = new ArrayList<>();
    reads.add(
        new Step.Argument(
            DNNL_ARG_SRC, draft.require(x, primitive.layout(dnnl_query_src_md, input))));
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
    if (inPlace) {
      draft.reorder(node.inputs().get(3), draft.operand(node.inputs().get(3)), result);
    } else if (node.hasInput(3)) {
      reads.add(
          new Step.Argument(
              Attributes.RESIDUAL, draft.require(node.inputs().get(3), result.layout())));
    }
    draft.add(node, primitive, result, reads);
    draft.define(node.output(), result);
    return Support.YES;
  }

  private static PrimitiveDesc describe(
      DescriptorScope scope,
      Geometry geometry,
      MemoryDesc from,
      MemoryDesc weights,
      MemoryDesc bias,
      MemoryDesc to,
      dnnl_primitive_attr attributes) {
    return PrimitiveDesc.create(
        scope,
        "a convolution",
        result ->
            dnnl_convolution_forward_primitive_desc_create(
                result,
                OnednnRuntime.engine(),
                dnnl_forward_inference,
                dnnl_convolution_direct,
                from.handle(),
                weights.handle(),
                bias == null ? null : bias.handle(),
                to.handle(),
                geometry.stride(),
                geometry.gaps(),
                geometry.begin(),
                geometry.end(),
                attributes));
  }
}
