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
    GroupedWeights filters = GroupedWeights.ofConv(draft.shape(weights), op.groups());
    Geometry geometry = Geometry.of(op.window(), input, output);
    boolean hasEmptyWindow = geometry.hasEmptyWindow(input, output);
    MemoryDesc bias =
        node.hasInput(2) ? MemoryDesc.rowMajor(scope, draft.shape(node.inputs().get(2))) : null;
    Problem problem =
        new Problem(scope, geometry, hasEmptyWindow, MemoryDesc.any(scope, filters.shape()), bias);
    PrimitiveDesc primitive = null;
    for (boolean channelsLast : new boolean[] {true, false}) {
      MemoryDesc from =
          channelsLast ? MemoryDesc.channelsLast(scope, input) : MemoryDesc.any(scope, input);
      MemoryDesc to =
          channelsLast ? MemoryDesc.channelsLast(scope, output) : MemoryDesc.any(scope, output);
      PrimitiveDesc candidate = problem.describe(from, to, draft.attributes(op.activation()));
      if (candidate != null && (primitive == null || !candidate.isSlow())) {
        primitive = candidate;
      }
      if (primitive != null && !primitive.isSlow()) {
        break;
      }
    }
    if (primitive == null) {
      return Support.no(
          hasEmptyWindow
              ? "oneDNN has no safe convolution with windows wholly in padding"
              : "oneDNN has no convolution of this geometry");
    }
    Operand result = draft.arena(primitive.layout(dnnl_query_dst_md, output));
    boolean inPlace = false;
    if (node.hasInput(3)) {
      MemoryDesc from = primitive.layout(dnnl_query_src_md, input);
      MemoryDesc to = result.layout();
      String plain = primitive.implementation();
      primitive = problem.describe(from, to, Attributes.adding(scope, to, op.activation()));
      inPlace = primitive == null || !primitive.implementation().equals(plain);
      if (inPlace) {
        // Matrix-based kernels only add to what lies in the result already.
        primitive = problem.describe(from, to, Attributes.accumulating(scope, op.activation()));
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

  /** A convolution whose layouts and attributes are still to be chosen. */
  private record Problem(
      DescriptorScope scope,
      Geometry geometry,
      boolean hasEmptyWindow,
      MemoryDesc weights,
      MemoryDesc bias) {

    /** Its best implementation, or null. */
    PrimitiveDesc describe(MemoryDesc from, MemoryDesc to, dnnl_primitive_attr attributes) {
      PrimitiveDesc best =
          PrimitiveDesc.create(
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
                      attributes),
              from.isAny()
                  ? new int[] {DNNL_ARG_SRC, DNNL_ARG_WEIGHTS, DNNL_ARG_DST}
                  : new int[] {DNNL_ARG_WEIGHTS});
      return hasEmptyWindow ? avoidBrgemm(best) : best;
    }

    /**
     * The first implementation that is not built on brgemm, or null. Those reach outside their
     * memory where windows lie wholly in padding and a bias or an activation is applied (oneDNN
     * 3.11: windows behind the end of the last axis; none is trusted here).
     */
    private static PrimitiveDesc avoidBrgemm(PrimitiveDesc candidate) {
      while (candidate != null && candidate.implementation().contains("brg")) {
        if (!candidate.next()) {
          return null;
        }
      }
      return candidate;
    }
  }
}
