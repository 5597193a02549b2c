package io.sepconv.separable;

import io.sepconv.graph.Node;
import io.sepconv.op.Activation;
import io.sepconv.op.Binary;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Two convolutions for one, in an arrangement.
 *
 * @param layer the two
 * @param arrangement of their terms
 */
public record LayerSplit(SeparableLayer layer, Arrangement arrangement) {
  /** In words: {@code depthwise, then 1x1, 2 terms summed}. */
  @Override
  public String toString() {
    String terms = layer.terms() == 1 ? "1 term" : layer.terms() + " terms " + arrangement;
    return layer.form() + ", " + terms;
  }

  /**
   * The nodes in the place of a convolution.
   *
   * @param conv the convolution; its operands but the weights, and its result, are kept
   * @param constants receives the weights
   * @param free makes a name one that nothing else has
   */
  List<Node> nodes(Node conv, Map<String, Tensor> constants, UnaryOperator<String> free) {
    String x = conv.inputs().get(0);
    String bias = conv.hasInput(2) ? conv.inputs().get(2) : "";
    if (arrangement == Arrangement.JOINED || layer.terms() == 1) {
      Activation activation = layer.second().activation();
      return pair(layer, x, bias, conv.output(), conv.output(), activation, constants, free);
    }
    List<Node> nodes = new ArrayList<>();
    Activation activation = layer.second().activation();
    String sum = "";
    for (int term = 0; term < layer.terms(); term++) {
      String base = free.apply(conv.output() + "/term" + term);
      SeparableLayer one = layer.pair(term);
      nodes.addAll(
          pair(one, x, term == 0 ? bias : "", base, base, Activation.NONE, constants, free));
      if (term == 0) {
        sum = base;
        continue;
      }
      boolean last = term == layer.terms() - 1;
      String next = last && activation.isNone() ? conv.output() : free.apply(base + "/sum");
      nodes.add(new Node(next, new Binary(Binary.Kind.ADD), List.of(base, sum), List.of(next)));
      sum = next;
    }
    if (!activation.isNone()) {
      nodes.add(new Node(conv.output(), activation, List.of(sum), List.of(conv.output())));
    }
    return nodes;
  }

  private static List<Node> pair(
      SeparableLayer layer,
      String x,
      String bias,
      String base,
      String result,
      Activation activation,
      Map<String, Tensor> constants,
      UnaryOperator<String> free) {
    String middle = free.apply(base + "/middle");
    String first = free.apply(base + "/first");
    String second = free.apply(base + "/second");
    constants.put(first, layer.first().weights());
    constants.put(second, layer.second().weights());
    Conv last = new Conv(layer.second().window(), layer.secondGroups(), activation);
    List<String> operands =
        bias.isEmpty() ? List.of(middle, second) : List.of(middle, second, bias);
    return List.of(
        new Node(first, layer.firstOp(), List.of(x, first), List.of(middle)),
        new Node(second, last, operands, List.of(result)));
  }
}
