package io.sepconv.separable;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts split layers into a network. */
final class Splits {
  private Splits() {}

  /**
   * A network with some convolutions split; weights that nobody reads any more are left out.
   *
   * @param splits by the result of the convolution
   */
  static Graph applied(Graph graph, Map<String, Split> splits) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Split split = splits.get(node.output());
      if (split == null) {
        nodes.add(node);
      } else {
        nodes.addAll(split.nodes(node, constants));
      }
    }
    Graph whole = graph.with(constants, nodes);
    Set<String> used = whole.useCounts().keySet();
    constants.keySet().retainAll(used);
    return graph.with(constants, nodes);
  }
}
