package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * BatchNorm(Conv(x, W, b)) -> Conv(x, W * s, (b - mean) * s + bias), s = scale / sqrt(var + eps).
 */
final class FoldBatchNorm implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    Map<String, Integer> uses = graph.useCounts();
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    Map<String, Integer> place = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      Integer index = place.get(node.inputs().isEmpty() ? "" : node.inputs().get(0));
      if (node.op() instanceof BatchNorm norm
          && index != null
          && uses.get(node.inputs().get(0)) == 1
          && node.inputs().stream().skip(1).allMatch(constants::containsKey)) {
        nodes.set(index, fold(nodes.get(index), node, norm, constants));
        place.put(node.output(), index);
        continue;
      }
      if (node.op() instanceof Conv conv
          && conv.activation().isNone()
          && node.inputs().stream()
              .skip(1)
              .allMatch(in -> in.isEmpty() || constants.containsKey(in))) {
        place.put(node.output(), nodes.size());
      }
      nodes.add(node);
    }
    return graph.with(constants, nodes);
  }

  private static Node fold(Node conv, Node norm, BatchNorm op, Map<String, Tensor> constants) {
    ChannelScale scale = ChannelScale.of(norm, op, constants);
    Tensor weights = constants.get(conv.inputs().get(1));
    float[] bias = conv.hasInput(2) ? constants.get(conv.inputs().get(2)).floats() : null;
    int channels = weights.shape().dim(0);
    int each = channels == 0 ? 0 : weights.size() / channels;
    float[] scaled = weights.floats().clone();
    float[] shifted = new float[channels];
    for (int c = 0; c < channels; c++) {
      for (int i = c * each; i < (c + 1) * each; i++) {
        scaled[i] = (float) (scaled[i] * scale.factor()[c]);
      }
      shifted[c] = (float) ((bias == null ? 0 : bias[c]) * scale.factor()[c] + scale.offset()[c]);
    }
    String newWeights =
        Constants.add(constants, norm.output() + "::weights", Tensor.of(weights.shape(), scaled));
    String newBias =
        Constants.add(constants, norm.output() + "::bias", Tensor.of(Shape.of(channels), shifted));
    return new Node(
        conv.name(), conv.op(), List.of(conv.inputs().get(0), newWeights, newBias), norm.outputs());
  }
}
