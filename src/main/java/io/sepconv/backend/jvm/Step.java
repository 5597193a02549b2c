package io.sepconv.backend.jvm;

import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Node;
import java.util.List;

/** One step of a plan, in the order of execution. */
sealed interface Step {
  /** What the report says of it. */
  LayerReport report();

  /** A kernel over the arena. */
  record Compute(Kernel.Binding binding, LayerReport report) implements Step {}

  /**
   * A node that runs on its reference evaluator.
   *
   * @param reads per operand its row-major form in the arena, or null where it is a constant,
   *     absent, or kept on the heap
   * @param writes per result its row-major form in the arena, or null where it is kept on the heap
   */
  record Reference(Node node, List<Operand> reads, List<Operand> writes, LayerReport report)
      implements Step {}
}
