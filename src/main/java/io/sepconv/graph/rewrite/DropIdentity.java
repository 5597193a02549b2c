package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.op.Identity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** y = Identity(x), f(y) -> f(x). An Identity that gives an output of the graph its name stays. */
final class DropIdentity implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    Map<String, String> source = new HashMap<>();
    List<Node> kept = new ArrayList<>();
    for (Node node : graph.nodes()) {
      List<String> inputs =
          node.inputs().stream().map(input -> source.getOrDefault(input, input)).toList();
      if (node.op() instanceof Identity && !graph.outputs().contains(node.output())) {
        source.put(node.output(), inputs.get(0));
      } else {
        kept.add(node.with(node.op(), inputs));
      }
    }
    return graph.with(graph.constants(), kept);
  }
}
