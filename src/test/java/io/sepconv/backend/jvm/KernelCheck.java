package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.Precision;
import io.sepconv.graph.Graph;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.GraphRunner;
import java.util.List;

/** Holds graphs whose nodes must all have kernels against the reference. */
final class KernelCheck {
  private KernelCheck() {}

  /** One and three threads, within the tolerance of f32. */
  static void agrees(Graph graph, Tensor... inputs) {
    check(graph, Agreement.F32, inputs);
  }

  /** One and three threads, to the last bit: for data of small integers. */
  static void isExact(Graph graph, Tensor... inputs) {
    check(graph, 0, inputs);
  }

  private static void check(Graph graph, double tolerance, Tensor... inputs) {
    List<Tensor> expected = GraphRunner.run(graph, inputs);
    for (int threads : new int[] {1, 3}) {
      // Strict: a step on the reference evaluator is refused.
      CompileOptions options = new CompileOptions(threads, Precision.F32, false, true);
      List<Tensor> actual = BackendRunner.run(new JvmBackend(), options, graph, false, inputs);
      for (int i = 0; i < expected.size(); i++) {
        Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
        assertTrue(
            agreement.within(tolerance),
            graph.name() + " on " + threads + " thread(s), output " + i + ": " + agreement);
      }
    }
  }
}
