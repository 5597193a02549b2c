package io.sepconv.graph;

import io.sepconv.op.ShapeOf;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Finds the inputs whose values decide the shapes of other values: a graph has to know them, as it
 * has to know the shapes of all inputs, before it can be compiled.
 */
final class ShapeDeciders {
  private ShapeDeciders() {}

  /** Their names, in the order of the graph's inputs. */
  static Set<String> of(Graph graph) {
    Map<String, Node> origin = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (Node node : graph.nodes()) {
      node.outputs().forEach(output -> origin.put(output, node));
      ShapeRules.deciding(node.op()).stream()
          .filter(node::hasInput)
          .forEach(operand -> open.add(node.inputs().get(operand)));
    }
    Set<String> deciding = new HashSet<>();
    while (!open.isEmpty()) {
      String value = open.remove();
      if (deciding.add(value) && origin.containsKey(value)) {
        open.addAll(read(origin.get(value)));
      }
    }
    Set<String> inputs = new LinkedHashSet<>();
    graph.inputs().stream().map(GraphInput::name).filter(deciding::contains).forEach(inputs::add);
    return inputs;
  }

  /** The operands whose values a node needs; ShapeOf needs none. */
  private static Collection<String> read(Node node) {
    return node.op() instanceof ShapeOf ? Set.of() : node.inputs();
  }
}
