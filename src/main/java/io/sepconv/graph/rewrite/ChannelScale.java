package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.BatchNorm;
import io.sepconv.tensor.Tensor;
import java.util.Map;

/**
 * A batch normalisation as y = x * factor + offset per channel, in double.
 *
 * @param factor scale / sqrt(variance + epsilon), {@code [C]}
 * @param offset bias - mean * factor, {@code [C]}
 */
record ChannelScale(double[] factor, double[] offset) {
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
    return new ChannelScale(factor, offset);
  }
}
