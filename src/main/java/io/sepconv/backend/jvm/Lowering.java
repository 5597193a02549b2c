package io.sepconv.backend.jvm;

import io.sepconv.backend.Support;
import io.sepconv.graph.Node;
import io.sepconv.op.Op;

/** How nodes of one operator become kernels. */
@FunctionalInterface
interface Lowering<O extends Op> {
  /**
   * Appends the kernels of a node to a draft and defines its results there.
   *
   * <p>Called only where all operands that are read as data and all results can lie in the arena.
   *
   * @return no, with the reason and without having changed the draft's steps, where no kernel is
   *     meant for the node; it then runs on its reference evaluator
   */
  Support lower(O op, Node node, Draft draft);
}
