package io.sepconv.backend.onednn;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Op;

/** How nodes of one operator become oneDNN primitives. */
@FunctionalInterface
interface Lowering<O extends Op> {
  /**
   * Appends the steps of a node to a draft and defines its result there.
   *
   * <p>Called only where all operands and results are f32, of rank 1 or more and not empty.
   *
   * @return no, with the reason and without having changed the draft, where oneDNN has no
   *     primitive; the node then runs in Java
   */
  Support lower(O op, Node node, PlanDraft draft);
}
