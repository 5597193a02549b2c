package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeArithmetic;
import io.sepconv.op.Reduce;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;

/** Reductions along any axes: means and maxima of pictures are pools. */
final class ReduceLowering implements Lowering<Reduce> {
  @Override
  public Support lower(Reduce op, Node node, Draft draft) {
    if (node.hasInput(1) && draft.constant(node.inputs().get(1)) == null) {
      return Support.no("the axes are computed");
    }
    if (PoolLowering.isGlobal(op, node, draft)) {
      return PoolLowering.reduce(op, node, draft);
    }
    Tensor axes = node.hasInput(1) ? draft.constant(node.inputs().get(1)) : null;
    Operand source = draft.operand(node.inputs().get(0));
    Shape shape = source.layout().shape();
    Shape kept = ShapeArithmetic.reducedToOnes(op, shape, axes == null ? null : axes.toLongs());
    Layout layout =
        source.layout().isImage() && kept.dim(1) > 1
            ? Layout.channelsLast(kept, draft.micro().lanes())
            : Layout.rowMajor(kept);
    Operand result = draft.create(layout);
    Layout seen = layout.reshaped(draft.shape(node.output()));
    draft.add(
        node,
        "reduce",
        result.as(seen),
        List.of(source),
        places ->
            new Reduction(
                op.kind(),
                source.layout(),
                places.of(source),
                layout,
                places.of(result).at(),
                draft.threads()));
    return Support.YES;
  }
}
