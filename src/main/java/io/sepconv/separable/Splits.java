package io.sepconv.separable;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts split layers into a network. */
final class Splits {
  private Splits() {}

  /**
   * A network with some convolutions split; what nobody reads any more is left out.
   *
   * @param splits by the result of the convolution
   */
  static Graph applied(Graph graph, Map<String, LayerSplit> splits) {
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Set<String> taken = new HashSet<>(constants.keySet());
    graph.inputs().forEach(input -> taken.add(input.name()));
    graph.nodes().forEach(node -> taken.addAll(node.outputs()));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      LayerSplit split = splits.get(node.output());
      if (split == null) {
        nodes.add(node);
      } else {
        nodes.addAll(split.nodes(node, constants, name -> free(name, taken)));
      }
    }
    Set<String> needed = new HashSet<>(graph.outputs());
    for (int i = nodes.size() - 1; i >= 0; i--) {
      if (nodes.get(i).outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(nodes.get(i).inputs());
      } else {
        nodes.remove(i);
      }
    }
    constants.keySet().retainAll(needed);
    return graph.with(constants, nodes);
  }

  /** The name, or the first of name2, name3, ... that is free; it is taken then. */
  private static String free(String name, Set<String> taken) {
    String free = name;
    for (int number = 2; !taken.add(free); number++) {
      free = name + number;
    }
    return free;
  }
}
