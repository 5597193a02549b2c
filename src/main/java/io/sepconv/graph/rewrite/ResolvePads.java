package io.sepconv.graph.rewrite;

import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.op.AutoPad;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import java.util.Arrays;
import java.util.Map;

/** Conv, ConvTranspose or Pool whose pads follow from its sizes -> the same with explicit pads. */
final class ResolvePads implements Rewrite {
  @Override
  public Graph apply(Graph graph) {
    Map<String, ValueType> types = ShapeInference.infer(graph);
    return graph.with(
        graph.constants(),
        graph.nodes().stream()
            .map(node -> node.with(resolve(node, types), node.inputs()))
            .toList());
  }

  private static Op resolve(Node node, Map<String, ValueType> types) {
    if (node.op() instanceof Conv conv && isAuto(conv.window())) {
      return new Conv(resolve(conv.window(), node, types), conv.groups(), conv.activation());
    }
    if (node.op() instanceof Pool pool && isAuto(pool.window())) {
      return new Pool(
          pool.kind(), resolve(pool.window(), node, types), false, pool.countIncludePad());
    }
    if (node.op() instanceof ConvTranspose conv) {
      return conv.resolve(spatial(node, types));
    }
    return node.op();
  }

  private static boolean isAuto(Window window) {
    return window.autoPad() != AutoPad.NOTSET;
  }

  private static Window resolve(Window window, Node node, Map<String, ValueType> types) {
    return window.resolve(spatial(node, types));
  }

  private static int[] spatial(Node node, Map<String, ValueType> types) {
    int[] dims = types.get(node.inputs().get(0)).shape().dims();
    return Arrays.copyOfRange(dims, 2, dims.length);
  }
}
