package io.sepconv.backend.onednn;

import io.sepconv.graph.Node;

/** What a session does in one go. */
sealed interface Segment {
  /**
   * Native steps, run by one call.
   *
   * @param first number of the first step
   * @param last number behind the last step
   */
  record Run(int first, int last) implements Segment {}

  /**
   * A node on its reference evaluator.
   *
   * @param reads per operand its number in the native plan, or -1 where it is not there
   * @param writes per result its number in the native plan, or -1 where it stays on the heap
   */
  record Java(Node node, int[] reads, int[] writes) implements Segment {}
}
