package io.sepconv.backend.onednn;

import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Node;
import java.util.List;

/** One step of a plan, in the order of execution. */
sealed interface Step {

  /** What the report says of it, but for its segment. */
  LayerReport report();

  /**
   * A oneDNN primitive.
   *
   * @param primitive its descriptor
   * @param arguments what it reads and writes, scratchpad included
   */
  record Primitive(PrimitiveDesc primitive, List<Argument> arguments, LayerReport report)
      implements Step {}

  /** An operand of a primitive under its role, one of DNNL_ARG_*. */
  record Argument(int role, Operand operand) {}

  /**
   * A node that runs on its reference evaluator.
   *
   * @param node the node
   * @param reads per operand its row-major native form, or null where it is a constant, absent, or
   *     kept on the heap
   * @param writes per result its row-major native form, or null where it is kept on the heap
   */
  record Java(Node node, List<Operand> reads, List<Operand> writes, LayerReport report)
      implements Step {}
}
