package io.sepconv.reference;

import io.sepconv.graph.ValueType;
import io.sepconv.op.Op;
import io.sepconv.tensor.Tensor;
import java.util.List;

/** How one operator is computed. */
@FunctionalInterface
interface Evaluator<O extends Op> {
  /**
   * Computes the results.
   *
   * @param op the operator
   * @param in operands that the operator's shape rule has accepted
   * @param results types and shapes that the rule has found
   */
  List<Tensor> evaluate(O op, Operands in, List<ValueType> results);

  /** How an operator of one result is computed. */
  @FunctionalInterface
  interface OneResult<O extends Op> {
    /**
     * Computes the result.
     *
     * @param op the operator
     * @param in operands that the operator's shape rule has accepted
     * @param result type and shape that the rule has found
     */
    Tensor evaluate(O op, Operands in, ValueType result);
  }
}
