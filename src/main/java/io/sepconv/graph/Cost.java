package io.sepconv.graph;

import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Gemm;
import io.sepconv.op.MatMul;
import io.sepconv.tensor.Shape;
import java.util.Map;

/**
 * What a node or a network costs, counted rather than measured.
 *
 * @param macs multiply-accumulates of the dense formula: for a convolution, output elements *
 *     C/groups * kernel volume, padding included; one is two floating-point operations. Only
 *     convolutions and matrix products count.
 * @param bytes operands read once plus results written once, each dense
 */
public record Cost(long macs, long bytes) {
  /** No cost. */
  public static final Cost ZERO = new Cost(0, 0);

  /** The sum of two costs. */
  public Cost plus(Cost other) {
    return new Cost(Math.addExact(macs, other.macs), Math.addExact(bytes, other.bytes));
  }

  /** The cost of a whole network of static shapes. */
  public static Cost of(Graph graph) {
    Map<String, ValueType> types = ShapeInference.infer(graph);
    return graph.nodes().stream().map(node -> of(node, types)).reduce(ZERO, Cost::plus);
  }

  /**
   * The cost of one node.
   *
   * @param node the node
   * @param types the types of its operands and results
   */
  public static Cost of(Node node, Map<String, ValueType> types) {
    long bytes = 0;
    for (String input : node.inputs()) {
      bytes += input.isEmpty() ? 0 : types.get(input).bytes();
    }
    for (String output : node.outputs()) {
      bytes += output.isEmpty() ? 0 : types.get(output).bytes();
    }
    return new Cost(macs(node, types), bytes);
  }

  private static long macs(Node node, Map<String, ValueType> types) {
    if (node.op() instanceof Conv conv) {
      Shape weights = types.get(node.inputs().get(1)).shape();
      Shape output = types.get(node.output()).shape();
      return product(output.size(), weights.dim(1), conv.window().volume());
    }
    if (node.op() instanceof ConvTranspose conv) {
      Shape weights = types.get(node.inputs().get(1)).shape();
      Shape input = types.get(node.inputs().get(0)).shape();
      return product(input.size(), weights.dim(1), conv.window().volume());
    }
    if (node.op() instanceof MatMul || node.op() instanceof Gemm) {
      Shape a = types.get(node.inputs().get(0)).shape();
      int inner = a.dim(node.op() instanceof Gemm gemm && gemm.transA() ? 0 : -1);
      return Math.multiplyExact(types.get(node.output()).shape().size(), (long) inner);
    }
    return 0;
  }

  private static long product(long positions, long channels, long volume) {
    return Math.multiplyExact(positions, Math.multiplyExact(channels, volume));
  }
}
