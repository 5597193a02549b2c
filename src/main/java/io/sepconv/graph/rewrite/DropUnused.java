package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Nodes and constants that no output depends on -> nothing. */
final class DropUnused implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    Set<String> needed = new HashSet<>(graph.outputs());
    List<Node> kept = new ArrayList<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (!Collections.disjoint(needed, node.outputs())) {
        kept.add(node);
        needed.addAll(node.inputs());
      }
    }
    Collections.reverse(kept);
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    constants.keySet().retainAll(needed);
    return graph.with(constants, kept);
  }
}
