package io.sepconv.backend.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Pool;
import io.sepconv.op.Reduce;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/** Reductions of row-major memory; those over the picture of each channel are pools. */
final class ReduceLowering implements Lowering<Reduce> {
  @Override
  public Support lower(Reduce op, Node node, PlanDraft draft) {
    DescriptorScope scope = draft.scope();
    Shape shape = draft.shape(node.inputs().get(0));
    Tensor axes = node.hasInput(1) ? draft.constant(node.inputs().get(1)) : null;
    Shape kept = ShapeArithmetic.reducedToOnes(op, shape, axes == null ? null : axes.toLongs());
    if (kept.equals(shape) && keepsSingle(op.kind())) {
      return Views.reshape(node, draft);
    }
    if (isGlobalPool(op, shape, kept)) {
      Pool.Kind kind = op.kind() == Reduce.Kind.MAX ? Pool.Kind.MAX : Pool.Kind.AVERAGE;
      return PoolLowering.global(new GlobalPool(kind), node, draft);
    }
    MemoryDesc from = MemoryDesc.rowMajor(scope, shape);
    MemoryDesc to = MemoryDesc.rowMajor(scope, kept);
    dnnl_primitive_attr attributes = draft.attributes();
    PrimitiveDesc primitive =
        PrimitiveDesc.create(
            scope,
            "a reduction",
            result ->
                dnnl_reduction_primitive_desc_create(
                    result,
                    OnednnRuntime.engine(),
                    algorithm(op.kind()),
                    from.handle(),
                    to.handle(),
                    power(op.kind()),
                    0,
                    attributes));
    if (primitive == null) {
      return Support.no("oneDNN has no " + op.type() + " from " + from + " to " + to);
    }
    Operand result = draft.arena(to);
    Operand source = draft.require(node.inputs().get(0), from);
    draft.add(node, primitive, result, List.of(new Step.Argument(DNNL_ARG_SRC, source)));
    MemoryDesc seen = MemoryDesc.rowMajor(scope, draft.shape(node.output()));
    draft.define(node.output(), new Operand(result.storage(), seen));
    return Support.YES;
  }

  private static boolean isGlobalPool(Reduce op, Shape shape, Shape kept) {
    int rank = shape.rank();
    return op.keepDims()
        && (op.kind() == Reduce.Kind.MEAN || op.kind() == Reduce.Kind.MAX)
        && rank >= 3
        && rank <= 5
        && kept.size(0, 2) == shape.size(0, 2)
        && kept.size(2, rank) == 1;
  }

  /** Whether one element by itself is its own reduction. */
  private static boolean keepsSingle(Reduce.Kind kind) {
    return switch (kind) {
      case SUM, MEAN, MAX, MIN, PROD -> true;
      case L1, L2, SUM_SQUARE -> false;
    };
  }

  /** The p of the norms. */
  private static float power(Reduce.Kind kind) {
    return switch (kind) {
      case L1 -> 1;
      case L2, SUM_SQUARE -> 2;
      case SUM, MEAN, MAX, MIN, PROD -> 0;
    };
  }

  private static int algorithm(Reduce.Kind kind) {
    return switch (kind) {
      case SUM -> dnnl_reduction_sum;
      case MEAN -> dnnl_reduction_mean;
      case MAX -> dnnl_reduction_max;
      case MIN -> dnnl_reduction_min;
      case PROD -> dnnl_reduction_mul;
      case L2 -> dnnl_reduction_norm_lp_sum;
      case L1, SUM_SQUARE -> dnnl_reduction_norm_lp_power_p_sum;
    };
  }
}
