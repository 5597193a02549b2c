package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Maximum and average pooling in the layout that the operand has. */
final class PoolLowering implements Lowering<Pool> {
  /**
   * Windows of more positions are averaged axis by axis. oneDNN adds a window up in f32, one
   * position after the other, and the error grows with their number: over 120 x 136 positions of a
   * text detector it was 4e-6 of the largest average, fifteen times that of rows first, and the
   * gates behind it made 1e-4 of it.
   */
  private static final long MAX_TERMS = 256;

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
    Operand value = draft.operand(node.inputs().get(0));
    Shape input = value.layout().shape();
    Shape output = draft.shape(node.output());
    Geometry geometry = Geometry.of(window, input, output);
    boolean isLong =
        algorithm != dnnl_pooling_max
            && Arrays.stream(geometry.kernel()).reduce(1, (a, b) -> a * b) > MAX_TERMS
            && !geometry.isPadded();
    List<Stage> stages =
        isLong ? axisByAxis(geometry, input, output) : List.of(new Stage(geometry, output));
    List<PrimitiveDesc> primitives = new ArrayList<>();
    MemoryDesc from = value.layout();
    for (Stage stage : stages) {
      PrimitiveDesc primitive = stage.describe(algorithm, from, draft);
      if (primitive == null) {
        return Support.no("oneDNN has no pool of this geometry");
      }
      primitives.add(primitive);
      from = primitive.layout(dnnl_query_dst_md, stage.output());
    }
    for (int i = 0; i < stages.size(); i++) {
      PrimitiveDesc primitive = primitives.get(i);
      Operand result = draft.arena(primitive.layout(dnnl_query_dst_md, stages.get(i).output()));
      draft.add(node, primitive, result, List.of(new Step.Argument(DNNL_ARG_SRC, value)));
      value = result;
    }
    draft.define(node.output(), value);
    return Support.YES;
  }

  /** The average over a window without padding is that of its rows' averages. */
  private static List<Stage> axisByAxis(Geometry geometry, Shape input, Shape output) {
    List<Stage> stages = new ArrayList<>();
    int[] dims = input.dims();
    for (int axis = dims.length - 1; axis >= 2; axis--) {
      if (geometry.kernel()[axis - 2] > 1 || dims[axis] != output.dim(axis)) {
        dims[axis] = output.dim(axis);
        stages.add(new Stage(geometry.along(axis - 2), Shape.of(dims.clone())));
      }
    }
    return stages;
  }

  /** A pool and the shape of its result. */
  private record Stage(Geometry geometry, Shape output) {

    /** Its primitive, or null. */
    PrimitiveDesc describe(int algorithm, MemoryDesc from, PlanDraft draft) {
      MemoryDesc any = MemoryDesc.any(draft.scope(), output).as(from.type());
      dnnl_primitive_attr attributes = draft.attributes();
      return PrimitiveDesc.create(
          draft.scope(),
          "a pool",
          result ->
              dnnl_pooling_forward_primitive_desc_create(
                  result,
                  OnednnRuntime.engine(),
                  dnnl_forward_inference,
                  algorithm,
                  from.handle(),
                  any.handle(),
                  geometry.stride(),
                  geometry.kernel(),
                  geometry.gaps(),
                  geometry.begin(),
                  geometry.end(),
                  attributes));
    }
  }
}
