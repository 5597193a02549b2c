package io.sepconv.cli;

import io.sepconv.op.ConvSpec;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;

/** What the result of a convolution is held against. */
@FunctionalInterface
interface ConvOracle {
  /**
   * Compares a result with what it should be.
   *
   * @param spec the problem
   * @param data its operands
   * @param actual the result, of the shape that the problem says
   * @return how they differ, or an empty text where they agree
   */
  String difference(ConvSpec spec, ConvData data, Tensor actual);

  /** Every element must equal the reference evaluator's. */
  ConvOracle REFERENCE_EXACTLY =
      (spec, data, actual) -> {
        float[] expected = Evaluators.evaluate(spec.toOp(), data.operands()).get(0).floats();
        float[] found = actual.floats();
        int differing = 0;
        int first = -1;
        for (int i = 0; i < expected.length; i++) {
          if (expected[i] != found[i]) {
            first = differing++ == 0 ? i : first;
          }
        }
        return differing == 0
            ? ""
            : String.format(
                "%d of %d elements differ, the first at %s: %s instead of %s",
                differing,
                expected.length,
                position(actual.shape(), first),
                found[first],
                expected[first]);
      };

  /** Agreement with the reference evaluator within {@link Agreement#F32}. */
  ConvOracle REFERENCE_CLOSELY =
      (spec, data, actual) -> {
        Tensor expected = Evaluators.evaluate(spec.toOp(), data.operands()).get(0);
        Agreement agreement = Agreement.of(expected, actual);
        return agreement.within(Agreement.F32) ? "" : agreement.describe();
      };

  /** The position of a row-major index, such as {@code [0, 3, 4, 5]}. */
  static String position(Shape shape, int index) {
    int[] position = shape.dims();
    for (int axis = position.length - 1; axis >= 0; axis--) {
      int size = position[axis];
      position[axis] = index % size;
      index /= size;
    }
    return Arrays.toString(position);
  }
}
