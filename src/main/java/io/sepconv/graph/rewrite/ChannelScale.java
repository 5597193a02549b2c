package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * A node as y = x * factor + offset per channel, in double.
 *
 * @param x the value that is scaled
 * @param factor one for each channel (axis 1)
 * @param offset one for each channel
 */
record ChannelScale(String x, double[] factor, double[] offset) {

  /** A batch normalisation: factor = scale / sqrt(variance + epsilon). */
  static ChannelScale of(Node norm, BatchNorm op, Map<String, Tensor> constants) {
    float[] scale = constants.get(norm.inputs().get(1)).floats();
    float[] bias = constants.get(norm.inputs().get(2)).floats();
    float[] mean = constants.get(norm.inputs().get(3)).floats();
    float[] variance = constants.get(norm.inputs().get(4)).floats();
    double[] factor = new double[scale.length];
    double[] offset = new double[scale.length];
    for (int c = 0; c < scale.length; c++) {
      factor[c] = scale[c] / Math.sqrt((double) variance[c] + op.epsilon());
      offset[c] = bias[c] - mean[c] * factor[c];
    }
    return new ChannelScale(norm.inputs().get(0), factor, offset);
  }

  /**
   * Reads a node that scales its operand: a batch normalisation, or a sum, difference, product or
   * quotient with a constant of one element for each channel or for all; null for another node and
   * where a factor or offset is not finite.
   */
  static ChannelScale of(Node node, GraphEdit edit) {
    ChannelScale scale = null;
    if (node.op() instanceof BatchNorm op
        && node.inputs().stream().skip(1).allMatch(in -> edit.constant(in) != null)) {
      scale = of(node, op, edit.constants());
    } else if (node.op() instanceof Binary op) {
      scale = of(node, op, edit);
    }
    return scale != null && scale.isFinite() ? scale : null;
  }

  private static ChannelScale of(Node node, Binary op, GraphEdit edit) {
    String left = node.inputs().get(0);
    String right = node.inputs().get(1);
    double[] c = perChannel(right, node, edit);
    if (c != null) {
      return switch (op.kind()) {
        case ADD -> new ChannelScale(left, each(c, v -> 1), c);
        case SUB -> new ChannelScale(left, each(c, v -> 1), each(c, v -> -v));
        case MUL -> new ChannelScale(left, c, each(c, v -> 0));
        case DIV -> new ChannelScale(left, each(c, v -> 1 / v), each(c, v -> 0));
        default -> null;
      };
    }
    c = perChannel(left, node, edit);
    if (c == null) {
      return null;
    }
    return switch (op.kind()) {
      case ADD -> new ChannelScale(right, each(c, v -> 1), c);
      case SUB -> new ChannelScale(right, each(c, v -> -1), c);
      case MUL -> new ChannelScale(right, c, each(c, v -> 0));
      default -> null;
    };
  }

  /** A constant that is the same all over each channel of the node's result, spread to channels. */
  private static double[] perChannel(String value, Node node, GraphEdit edit) {
    Tensor tensor = edit.constant(value);
    Shape result = edit.type(node.output()).shape();
    if (tensor == null || tensor.type() != DataType.FLOAT32 || result.rank() < 2) {
      return null;
    }
    int channels = result.dim(1);
    Shape shape = tensor.shape();
    boolean onChannelAxis =
        shape.rank() <= result.rank()
            && shape.padRank(result.rank()).dim(1) == tensor.size()
            && tensor.size() == channels;
    if (!onChannelAxis && tensor.size() != 1) {
      return null;
    }
    double[] values = new double[channels];
    for (int c = 0; c < channels; c++) {
      values[c] = tensor.floats()[tensor.size() == 1 ? 0 : c];
    }
    return values;
  }

  private static double[] each(double[] values, DoubleUnaryOperator function) {
    return Arrays.stream(values).map(function).toArray();
  }

  private boolean isFinite() {
    return Arrays.stream(factor).allMatch(Double::isFinite)
        && Arrays.stream(offset).allMatch(Double::isFinite);
  }
}
