package io.sepconv.graph.rewrite;

import io.sepconv.graph.Node;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Gemm;
import io.sepconv.op.Op;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * BatchNorm(Conv(x, W, b)) -> Conv(x, W * factor, b * factor + offset), factor = scale / sqrt(var +
 * epsilon); so too Add, Sub, Mul and Div with a constant per channel, after ConvTranspose and Gemm
 * as well.
 */
final class FoldChannelScale implements PatternRewrite {
  @Override
  public Node rewrite(Node last, GraphEdit edit) {
    ChannelScale scale = ChannelScale.of(last, edit);
    Node layer = scale == null ? null : edit.privateOrigin(scale.x());
    if (layer == null
        || !isLinear(layer, edit)
        || !edit.type(scale.x()).equals(edit.type(last.output()))) {
      return null;
    }
    Tensor weights = edit.constant(layer.inputs().get(1));
    Tensor scaled = scaled(weights, scale.factor(), channels(layer.op(), weights.shape()));
    Tensor bias = bias(layer, scale, edit);
    if (!isFinite(scaled) || !isFinite(bias)) {
      return null;
    }
    List<String> inputs = new ArrayList<>();
    inputs.add(layer.inputs().get(0));
    inputs.add(edit.add(last.output() + "::weights", scaled));
    inputs.add(edit.add(last.output() + "::bias", bias));
    Op op = layer.op() instanceof Gemm gemm ? withBias(gemm) : layer.op();
    return new Node(layer.name(), op, inputs, last.outputs());
  }

  /** Whether a node is a layer of constant weights with a bias per channel and nothing after it. */
  private static boolean isLinear(Node node, GraphEdit edit) {
    boolean kind =
        (node.op() instanceof Conv conv && conv.activation().isNone() && !node.hasInput(3))
            || (node.op() instanceof ConvTranspose transposed && transposed.activation().isNone())
            || node.op() instanceof Gemm;
    if (!kind || edit.constant(node.inputs().get(1)) == null) {
      return false;
    }
    if (!node.hasInput(2)) {
      return true;
    }
    Tensor bias = edit.constant(node.inputs().get(2));
    Shape result = edit.type(node.output()).shape();
    // Gemm's may be broadcast from other shapes, which are no bias.
    return bias != null
        && bias.size() == result.dim(1)
        && bias.shape().padRank(Math.max(2, bias.shape().rank())).dim(-1) == bias.size();
  }

  /** The channel of the result that each element of the weights belongs to. */
  private static IntUnaryOperator channels(Op op, Shape weights) {
    int rank = weights.rank();
    if (op instanceof Gemm gemm) {
      int columns = weights.dim(1);
      return gemm.transB() ? i -> i / columns : i -> i % columns;
    }
    if (op instanceof ConvTranspose conv) {
      int volume = Math.max(1, (int) weights.size(2, rank));
      int outputs = weights.dim(1);
      int inputs = weights.dim(0) / conv.groups();
      return i -> i / volume / outputs / inputs * outputs + i / volume % outputs;
    }
    int each = Math.max(1, (int) weights.size(1, rank));
    return i -> i / each;
  }

  private static Tensor scaled(Tensor weights, double[] factor, IntUnaryOperator channel) {
    float[] values = weights.floats().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (values[i] * factor[channel.applyAsInt(i)]);
    }
    return Tensor.of(weights.shape(), values);
  }

  private static Tensor bias(Node layer, ChannelScale scale, GraphEdit edit) {
    float[] old = layer.hasInput(2) ? edit.constant(layer.inputs().get(2)).floats() : null;
    double beta = layer.op() instanceof Gemm gemm ? gemm.beta() : 1;
    float[] values = new float[scale.factor().length];
    for (int c = 0; c < values.length; c++) {
      double before = old == null ? 0 : beta * old[c];
      values[c] = (float) (before * scale.factor()[c] + scale.offset()[c]);
    }
    return Tensor.of(Shape.of(values.length), values);
  }

  /** Whether nothing overflowed, as a product that is only too large between two nodes may. */
  private static boolean isFinite(Tensor tensor) {
    for (float value : tensor.floats()) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private static Gemm withBias(Gemm op) {
    return new Gemm(op.alpha(), 1, op.transA(), op.transB());
  }
}
