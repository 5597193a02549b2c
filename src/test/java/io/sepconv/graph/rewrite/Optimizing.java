package io.sepconv.graph.rewrite;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Node;
import io.sepconv.graph.Value;
import io.sepconv.op.Op;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.TestData;
import java.util.List;

/** Optimises a graph and checks on random inputs that its results stay. */
final class Optimizing {
  private Optimizing() {}

  /** The optimised graph of the given outputs. */
  static Graph graph(GraphBuilder builder, Value... outputs) {
    for (Value output : outputs) {
      builder.output(output);
    }
    Graph graph = builder.build();
    Graph optimized = GraphOptimizer.optimize(graph);
    TestData data = new TestData(11);
    Tensor[] inputs =
        graph.inputs().stream()
            // Wide enough to reach both bounds of every gate.
            .map(input -> data.floats(input.shape(), -8, 8))
            .toArray(Tensor[]::new);
    List<Tensor> expected = GraphRunner.run(graph, inputs);
    List<Tensor> actual = GraphRunner.run(optimized, inputs);
    for (int i = 0; i < expected.size(); i++) {
      Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
      assertTrue(agreement.within(1e-5), optimized.nodes() + ": " + agreement.describe());
    }
    return optimized;
  }

  /** The operators that remain, in order. */
  static List<Op> ops(GraphBuilder builder, Value... outputs) {
    return graph(builder, outputs).nodes().stream().map(Node::op).toList();
  }

  /** The types of the operators that remain, in order. */
  static List<String> types(GraphBuilder builder, Value... outputs) {
    return ops(builder, outputs).stream().map(Op::type).toList();
  }
}
