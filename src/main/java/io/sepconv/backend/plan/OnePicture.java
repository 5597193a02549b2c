package io.sepconv.backend.plan;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A network for a batch of pictures as the network for one of them.
 *
 * <p>Axis 0 of every input, of every output and of all that is computed between them is the batch,
 * and no operator mixes pictures. Running the batch is then running its pictures: what one leaves
 * in the caches is read again at once, and pictures can run at the same time.
 */
public final class OnePicture {
  private final Graph graph;
  private final Map<String, ValueType> types;
  private final int pictures;

  private OnePicture(Graph graph, Map<String, ValueType> types, int pictures) {
    this.graph = graph;
    this.types = types;
    this.pictures = pictures;
  }

  /**
   * The network for one picture.
   *
   * @param graph a graph of static shapes whose shape arithmetic is folded
   * @return empty where there is one picture only, or where pictures may depend on each other
   */
  public static Optional<Graph> of(Graph graph) {
    Map<String, ValueType> types = ShapeInference.infer(graph);
    int pictures = pictures(graph);
    return pictures > 1 ? new OnePicture(graph, types, pictures).split() : Optional.empty();
  }

  /** The size of axis 0 of every input; 1 where they differ or have none. */
  public static int pictures(Graph graph) {
    Set<Integer> sizes = new HashSet<>();
    for (GraphInput input : graph.inputs()) {
      sizes.add(input.dims().isEmpty() ? 1 : input.dims().get(0));
    }
    return sizes.size() == 1 ? sizes.iterator().next() : 1;
  }

  private Optional<Graph> split() {
    PicturesApart rules = new PicturesApart(graph.constants(), types, pictures);
    boolean inputs =
        graph.inputs().stream().allMatch(input -> input.type() == DataType.FLOAT32)
            && graph.inputs().stream().allMatch(input -> rules.define(input.name()));
    if (!inputs
        || !graph.nodes().stream().allMatch(rules::keeps)
        || !graph.outputs().stream().allMatch(rules::isBatch)) {
      return Optional.empty();
    }
    Graph picture = picture();
    Map<String, ValueType> of = ShapeInference.infer(picture);
    boolean same =
        graph.nodes().stream()
            .flatMap(node -> node.outputs().stream())
            .filter(value -> !value.isEmpty())
            .allMatch(value -> of.get(value).shape().equals(types.get(value).shape().with(0, 1)));
    return same ? Optional.of(picture) : Optional.empty();
  }

  private Graph picture() {
    List<GraphInput> inputs = new ArrayList<>();
    for (GraphInput input : graph.inputs()) {
      inputs.add(GraphInput.of(input.name(), input.type(), input.shape().with(0, 1)));
    }
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      int target = target(node);
      if (target < 0) {
        nodes.add(node);
        continue;
      }
      String name = node.output() + "/one";
      while (types.containsKey(name) || constants.containsKey(name)) {
        name += "'";
      }
      int[] sizes = types.get(node.output()).shape().with(0, 1).dims();
      constants.put(name, Tensor.vector(Arrays.stream(sizes).asLongStream().toArray()));
      List<String> operands = new ArrayList<>(node.inputs());
      operands.set(target, name);
      nodes.add(new Node(node.name(), node.op(), operands, node.outputs()));
    }
    return new Graph(graph.name(), inputs, constants, nodes, graph.outputs(), graph.metadata());
  }

  /** Which operand spells the sizes of the result, or -1. */
  private static int target(Node node) {
    if (node.op() instanceof Reshape) {
      return 1;
    }
    return node.op() instanceof Resize && node.hasInput(2) ? 2 : -1;
  }
}
