package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Concat;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.javacpp.PointerPointer;

/** Operands one behind the other: channels-last where any of them is, row-major otherwise. */
final class ConcatLowering implements Lowering<Concat> {
  @Override
  public Support lower(Concat op, Node node, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    if (node.inputs().stream().anyMatch(input -> !draft.isNative(input))) {
      return Support.no("an operand is empty");
    }
    Shape output = draft.shape(node.output());
    List<MemoryDesc> known =
        node.inputs().stream()
            .filter(input -> draft.constant(input) == null)
            .map(input -> draft.operand(input).layout())
            .toList();
    boolean channelsLast = known.stream().anyMatch(MemoryDesc::isChannelsLast);
    int type = known.isEmpty() ? dnnl_f32 : known.get(0).type();
    List<MemoryDesc> layouts =
        node.inputs().stream()
            .map(input -> layout(scope, draft.shape(input), channelsLast).as(type))
            .toList();
    MemoryDesc to = layout(scope, output, channelsLast).as(type);
    dnnl_primitive_attr attributes = draft.attributes();
    try (PointerPointer<dnnl_memory_desc> sources = new PointerPointer<>(layouts.size())) {
      for (int i = 0; i < layouts.size(); i++) {
        sources.put(i, layouts.get(i).handle());
      }
      PrimitiveDesc primitive =
          PrimitiveDesc.create(
              scope,
              "a concatenation",
              result ->
                  dnnl_concat_primitive_desc_create(
                      result,
                      OnednnRuntime.engine(),
                      to.handle(),
                      layouts.size(),
                      output.axis(op.axis()),
                      sources,
                      attributes));
      if (primitive == null) {
        return Support.no("oneDNN has no concatenation of these shapes");
      }
      List<Step.Argument> reads = new ArrayList<>();
      for (int i = 0; i < layouts.size(); i++) {
        reads.add(
            new Step.Argument(
                DNNL_ARG_MULTIPLE_SRC + i, draft.require(node.inputs().get(i), layouts.get(i))));
      }
      Operand result = draft.arena(to);
      draft.add(node, primitive, result, reads);
      draft.define(node.output(), result);
      return Support.YES;
    }
  }

  private static MemoryDesc layout(DescriptorScope scope, Shape shape, boolean channelsLast) {
    return channelsLast ? MemoryDesc.channelsLast(scope, shape) : MemoryDesc.rowMajor(scope, shape);
  }
}
