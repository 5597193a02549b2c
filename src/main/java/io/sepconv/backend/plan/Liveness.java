package io.sepconv.backend.plan;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Which values of a graph are still wanted behind a node. Immutable, safe for any thread. */
public final class Liveness {
  private final Map<Node, Integer> positions = new IdentityHashMap<>();
  private final Map<String, Integer> lastReaders = new HashMap<>();

  /** Follows the nodes of a graph in their order. */
  public Liveness(Graph graph) {
    for (Node node : graph.nodes()) {
      int position = positions.size();
      positions.put(node, position);
      node.inputs().forEach(input -> lastReaders.put(input, position));
    }
    graph.outputs().forEach(output -> lastReaders.put(output, Integer.MAX_VALUE));
  }

  /** Whether a node behind the given one reads a value, or the caller receives it. */
  public boolean isWantedAfter(Node node, String value) {
    return lastReaders.getOrDefault(value, -1) > positions.get(node);
  }

  /**
   * Whether a node may write its result over a value that it reads: it reads it once, and of that
   * memory nothing else, and nobody behind it reads any of that.
   *
   * @param inSameMemory the values that have a form in the memory of the value, which itself may be
   *     among them
   */
  public boolean mayOverwrite(Node node, String value, Stream<String> inSameMemory) {
    return Collections.frequency(node.inputs(), value) == 1
        && inSameMemory.allMatch(
            other ->
                !isWantedAfter(node, other)
                    && (other.equals(value) || !node.inputs().contains(other)));
  }
}
