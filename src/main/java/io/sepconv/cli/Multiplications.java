package io.sepconv.cli;

import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a network of static shapes multiplies, counted from its graph.
 *
 * @param perNode of each node, in order
 */
record Multiplications(List<Long> perNode) {
  static Multiplications of(Graph graph) {
    Map<String, ValueType> types = ShapeInference.infer(graph);
    List<Node> nodes = graph.nodes();
    return new Multiplications(nodes.stream().map(node -> Cost.of(node, types).macs()).toList());
  }

  long total() {
    return perNode.stream().mapToLong(Long::longValue).sum();
  }

  /** The count of one node, with thousands separators. */
  String node(int index) {
    return format(perNode.get(index));
  }

  /** The count of all nodes, with thousands separators. */
  String sum() {
    return format(total());
  }

  /** The count of all nodes as a share of another network's: {@code 21.1 %}. */
  String shareOf(Multiplications other) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * total() / other.total());
  }

  private static String format(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
