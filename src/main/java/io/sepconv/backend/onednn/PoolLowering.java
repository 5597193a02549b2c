package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Maximum and average pooling in the layout that the operand has. */
final class PoolLowering implements Lowering<Pool> {
  @Override
  public Support lower(Pool op, Node node, PlanDraft draft) {
    if (op.kind() == Pool.Kind.AVERAGE && op.ceilMode() && op.countIncludePad()) {
      return Support.no("oneDNN would count the positions that rounding up adds");
    }
    int algorithm =
        op.kind() == Pool.Kind.MAX
            ? dnnl_pooling_max
            : op.countIncludePad()
                ? dnnl_pooling_avg_include_padding
                : dnnl_pooling_avg_exclude_padding;
    return pool(algorithm, op.window(), node, draft);
  }

  /** A pool whose window is the whole picture. */
  static Support global(GlobalPool op, Node node, PlanDraft draft) {
    Shape input = draft.shape(node.inputs().get(0));
    if (input.rank() > 5) {
      return Support.no("oneDNN pools over at most three spatial axes");
    }
    Integer[] spatial = Arrays.stream(input.dims()).skip(2).boxed().toArray(Integer[]::new);
    return pool(
        op.kind() == Pool.Kind.MAX ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding,
        Window.of(spatial),
        node,
        draft);
  }

  private static Support pool(int algorithm, Window window, Node node, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    Operand source = draft.operand(node.inputs().get(0));
    Shape output = draft.shape(node.output());
    Geometry geometry = Geometry.of(window, source.layout().shape(), output);
    MemoryDesc any = MemoryDesc.any(scope, output);
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            scope,
            "a pool",
            result ->
                dnnl_pooling_forward_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    dnnl_forward_inference,
                    algorithm,
                    source.layout().handle(),
                    any.handle(),
                    geometry.stride(),
                    geometry.kernel(),
                    geometry.gaps(),
                    geometry.begin(),
                    geometry.end(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no pool of this geometry");
    }
    Operand result = draft.arena(primitive.layout(dnnl_query_dst_md, output));
    draft.add(node, primitive, result, List.of(new Step.Argument(DNNL_ARG_SRC, source)));
    draft.define(node.output(), result);
    return Support.YES;
  }
}
