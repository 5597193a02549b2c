package io.sepconv.backend.onednn;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Split;
import io.sepconv.tensor.Shape;
import java.util.Arrays;

/** A copy of each part that somebody reads, in the layout of the whole. */
final class SplitLowering implements Lowering<Split> {
  @Override
  public Support lower(Split op, Node node, PlanDraft draft) {
    String x = node.inputs().get(0);
    Shape whole = draft.shape(x);
    int axis = whole.axis(op.axis());
    Operand source = draft.operand(x);
    if (!source.layout().isPlain()) {
      source =
          draft.require(
              x, MemoryDesc.channelsLast(draft.scope(), whole).as(source.layout().type()));
    }
    boolean channelsLast = source.layout().isChannelsLast();
    long[] lengths = lengths(op, node, draft, whole.dim(axis));
    long begin = 0;
    for (int i = 0; i < node.outputs().size(); i++) {
      String part = node.outputs().get(i);
      if (!part.isEmpty()) {
        MemoryDesc seen = source.layout().part(axis, begin, Math.toIntExact(lengths[i]));
        Operand result =
            draft.arena(
                (channelsLast
                        ? MemoryDesc.channelsLast(draft.scope(), seen.shape())
                        : MemoryDesc.rowMajor(draft.scope(), seen.shape()))
                    .as(seen.type()));
        draft.copy(part, op.type(), new Operand(source.storage(), seen), result);
        draft.define(part, result);
      }
      begin += lengths[i];
    }
    return Support.YES;
  }

  /** The elements of each part; without sizes all are equal but for the last. */
  private static long[] lengths(Split op, Node node, PlanDraft draft, int length) {
    if (node.hasInput(1)) {
      return draft.constant(node.inputs().get(1)).toLongs();
    }
    int size = (length + op.parts() - 1) / op.parts();
    long[] lengths = new long[op.parts()];
    Arrays.fill(lengths, size);
    lengths[op.parts() - 1] = length - (long) size * (op.parts() - 1);
    return lengths;
  }
}
