package io.sepconv.testing;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs a graph node by node on the reference evaluators: no rewriting, no memory plan. */
public final class GraphRunner {
  private GraphRunner() {}

  /** The graph's outputs, in order, for its inputs, in order. */
  public static List<Tensor> run(Graph graph, Tensor... inputs) {
    Map<String, Tensor> values = new HashMap<>(graph.constants());
    for (int i = 0; i < inputs.length; i++) {
      values.put(graph.inputs().get(i).name(), inputs[i]);
    }
    for (Node node : graph.nodes()) {
      // An absent operand has an empty name and so no value.
      List<Tensor> operands = node.inputs().stream().map(values::get).toList();
      List<Tensor> results = Evaluators.evaluate(node.op(), operands);
      for (int i = 0; i < node.outputs().size(); i++) {
        // A result that nobody wants has the name of an absent operand.
        if (!node.outputs().get(i).isEmpty()) {
          values.put(node.outputs().get(i), results.get(i));
        }
      }
    }
    return graph.outputs().stream().map(values::get).toList();
  }
}
