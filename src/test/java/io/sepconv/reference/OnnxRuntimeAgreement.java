package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.fail;

import io.sepconv.op.Op;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.OnnxRuntimeOracle;
import java.util.List;

/** The check that the reference evaluators and ONNX Runtime compute the same. */
final class OnnxRuntimeAgreement {
  /** Ten times stricter than what a backend must reach: the reference is nearly exact. */
  static final double CLOSE = 1e-5;

  /** For small integers, which f32 holds exactly, and for elements that are only moved. */
  static final double EQUAL = 0;

  private OnnxRuntimeAgreement() {}

  /**
   * Fails with the problem, the operator and the figures if the two disagree.
   *
   * @param problem seed and sizes, enough to repeat it
   */
  static void check(String problem, double tolerance, Op op, int opset, List<Tensor> operands) {
    List<Tensor> actual = Evaluators.evaluate(op, operands);
    List<Tensor> expected = OnnxRuntimeOracle.evaluateAll(op, opset, operands, actual.size());
    for (int i = 0; i < actual.size(); i++) {
      Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
      if (!agreement.within(tolerance)) {
        fail(
            String.format(
                "%s: %s (opset %d), result %d: %s", problem, op, opset, i, agreement.describe()));
      }
    }
  }
}
