package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Resize;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * Resampling of the spatial axes, where oneDNN's one way of mapping positions gives the same
 * samples as the operator's: each axis is tried on a ramp whose values are the positions
 * themselves.
 */
final class ResizeLowering implements Lowering<Resize> {
  private static final float TOLERANCE = 1e-5f;

  @Override
  public Support lower(Resize op, Node node, PlanDraft draft) {
    if (op.mode() == Resize.Mode.CUBIC
        || op.coordinates() == Resize.Coordinates.TF_CROP_AND_RESIZE
        || !op.options().equals(Resize.Options.NONE)) {
      return Support.no("oneDNN resamples plainly, by nearest or linear");
    }
    Shape output = draft.shape(node.output());
    Operand source = draft.operand(node.inputs().get(0));
    Shape input = source.layout().shape();
    if (input.rank() < 3
        || input.rank() > 5
        || input.dim(0) != output.dim(0)
        || input.dim(1) != output.dim(1)) {
      return Support.no("oneDNN resamples spatial axes only");
    }
    for (int axis = 0; axis < input.rank(); axis++) {
      Tensor scales = node.hasInput(1) ? draft.constant(node.inputs().get(1)) : null;
      if (!sameSamples(op, input.dim(axis), output.dim(axis), scales, axis)) {
        return Support.no("oneDNN samples axis " + axis + " at other positions");
      }
    }
    MemoryDesc any = MemoryDesc.any(draft.scope(), output).as(source.layout().type());
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            draft.scope(),
            "a resampling",
            result ->
                dnnl_resampling_forward_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    dnnl_forward_inference,
                    op.mode() == Resize.Mode.NEAREST
                        ? dnnl_resampling_nearest
                        : dnnl_resampling_linear,
                    (float[]) null,
                    source.layout().handle(),
                    any.handle(),
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no resampling of this shape");
    }
    Operand result = draft.arena(primitive.layout(dnnl_query_dst_md, output));
    draft.add(node, primitive, result, List.of(new Step.Argument(DNNL_ARG_SRC, source)));
    draft.define(node.output(), result);
    return Support.YES;
  }

  private static boolean sameSamples(Resize op, int from, int to, Tensor scales, int axis) {
    float[] ramp = new float[from];
    for (int i = 0; i < from; i++) {
      ramp[i] = i;
    }
    Tensor scale = scales == null ? null : Tensor.of(Shape.of(1), scales.floats()[axis]);
    Tensor size = scales == null ? Tensor.vector(to) : null;
    float[] wanted =
        Evaluators.evaluate(op, Arrays.asList(Tensor.of(Shape.of(from), ramp), scale, size))
            .get(0)
            .floats();
    for (int i = 0; i < to; i++) {
      // Developer guide, Resampling: (x + 1/2) * from / to - 1/2, clamped or rounded.
      double position = (i + 0.5) * from / to - 0.5;
      boolean nearest = op.mode() == Resize.Mode.NEAREST;
      if (nearest && Math.abs(position - Math.floor(position) - 0.5) < 1e-3) {
        return false; // a tie, which its kernels round differently
      }
      double sample = nearest ? Math.rint(position) : Math.max(0, Math.min(from - 1, position));
      if (Math.abs(sample - wanted[i]) > TOLERANCE * from) {
        return false;
      }
    }
    return true;
  }
}
