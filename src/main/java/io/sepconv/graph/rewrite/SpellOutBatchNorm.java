package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * BatchNorm(x) with no convolution before it -> Add(Mul(x, factor), offset), one each per channel.
 */
final class SpellOutBatchNorm implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    Map<String, ValueType> types = ShapeInference.infer(graph);
    Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof BatchNorm op
          && node.inputs().stream().skip(1).allMatch(constants::containsKey)) {
        ChannelScale scale = ChannelScale.of(node, op, constants);
        int[] dims = new int[types.get(node.output()).shape().rank() - 1];
        Arrays.fill(dims, 1);
        dims[0] = scale.factor().length;
        String base = node.output() + "::";
        String product = base + "product";
        String factor = Constants.add(constants, base + "factor", tensor(dims, scale.factor()));
        String offset = Constants.add(constants, base + "offset", tensor(dims, scale.offset()));
        nodes.add(
            new Node(
                product,
                new Binary(Binary.Kind.MUL),
                List.of(node.inputs().get(0), factor),
                List.of(product)));
        nodes.add(node.with(new Binary(Binary.Kind.ADD), List.of(product, offset)));
      } else {
        nodes.add(node);
      }
    }
    return graph.with(constants, nodes);
  }

  private static Tensor tensor(int[] dims, double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Tensor.of(Shape.of(dims), floats);
  }
}
