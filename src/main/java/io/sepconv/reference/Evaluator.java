package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Op;
import io.sepconv.tensor.Tensor;

/** How one operator is computed. */
@FunctionalInterface
interface Evaluator<O extends Op> {
  /**
   * Computes the result.
   *
   * @param op the operator
   * @param in operands that the operator's shape rule has accepted
   * @param result type and shape that the rule has found
   */
  Tensor evaluate(O op, Operands in, ValueType result);
}
