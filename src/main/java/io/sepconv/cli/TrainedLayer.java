package io.sepconv.cli;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Limits;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A direct convolution of a trained network, alone: without bias and activation.
 *
 * @param name in the network
 * @param layer weights {@code [O, I, kH, kW]} and window
 * @param input what it reads, {@code [N, I, H, W]}
 * @param macs its multiply-accumulates
 */
record TrainedLayer(String name, ConvLayer layer, Shape input, long macs) {
  /**
   * The direct convolutions of a network of one input that are larger than 1x1, in their order.
   *
   * @param input the shape of its input
   */
  static List<TrainedLayer> direct(Graph network, Shape input) {
    Graph graph =
        GraphOptimizer.foldConstants(
            network.withInputShapes(Map.of(network.inputs().get(0).name(), input)),
            Limits.defaults());
    Map<String, ValueType> types = ShapeInference.infer(graph);
    List<TrainedLayer> layers = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv conv && conv.groups() == 1 && !conv.window().isPointwise()) {
        layers.add(
            new TrainedLayer(
                node.name(),
                new ConvLayer(
                    graph.constants().get(node.inputs().get(1)),
                    conv.window(),
                    null,
                    Activation.NONE),
                types.get(node.inputs().get(0)).shape(),
                Cost.of(node, types).macs()));
      }
    }
    return layers;
  }
}
