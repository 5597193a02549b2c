package io.sepconv.separable;

import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;

/**
 * Two convolutions that follow each other in the place of one. The first has neither bias nor
 * activation, so that a border of zeros stays one; the second has those of the layer. Immutable.
 *
 * @param form how the layer was written
 * @param terms how many channels (in a group) or pairs there are
 * @param first weights {@code [M, I/g, kH', kW']} of the first, g its groups, and how they slide:
 *     of kH x 1, {@code [M, 1, kH, kW]} or of 1 x 1
 * @param firstGroups its groups
 * @param second weights {@code [O, M/g, kH", kW"]} of the second, g its groups, and how they slide:
 *     of 1 x kW, 1 x 1 or {@code [O, T, kH, kW]}
 * @param secondGroups its groups
 * @param error what the two leave out of the layer's weights, as a share of them: the root of the
 *     sum of squares; NaN for one term of several
 */
public record SeparableLayer(
    SeparableForm form,
    int terms,
    ConvLayer first,
    int firstGroups,
    ConvLayer second,
    int secondGroups,
    double error) {

  /** The first convolution as an operator. */
  public Conv firstOp() {
    return new Conv(first.window(), firstGroups, first.activation());
  }

  /**
   * Adds both to a network.
   *
   * @param x {@code [N, I, H, W]}
   * @return {@code [N, O, H', W']}
   */
  public Value addTo(GraphBuilder builder, Value x) {
    return builder.groupedConv(builder.groupedConv(x, firstGroups, first), secondGroups, second);
  }

  /**
   * One of its terms alone, without bias and activation: what all terms give is the sum of what
   * each gives, plus the bias, under the activation.
   */
  public SeparableLayer pair(int term) {
    if (term < 0 || term >= terms) {
      throw new IllegalArgumentException("there are " + terms + " terms, no term " + term);
    }
    return new SeparableLayer(
        form,
        1,
        new ConvLayer(every(first.weights(), 0, term), first.window(), null, Activation.NONE),
        firstGroups,
        new ConvLayer(every(second.weights(), 1, term), second.window(), null, Activation.NONE),
        secondGroups,
        terms == 1 ? error : Double.NaN);
  }

  /** The channels of a term along an axis: the terms of a channel lie side by side. */
  private Tensor every(Tensor weights, int axis, int term) {
    Shape shape = weights.shape();
    int inner = Math.toIntExact(shape.size(axis + 1, shape.rank()));
    int outer = Math.toIntExact(shape.size() / inner / terms);
    float[] floats = new float[outer * inner];
    for (int i = 0; i < outer; i++) {
      System.arraycopy(weights.floats(), (i * terms + term) * inner, floats, i * inner, inner);
    }
    return Tensor.of(shape.with(axis, shape.dim(axis) / terms), floats);
  }

  /**
   * Both as problems.
   *
   * @param minibatch pictures
   * @param input height and width of what the first reads
   */
  public List<ConvSpec> problems(int minibatch, List<Integer> input) {
    ConvSpec column = problem(minibatch, first, firstGroups, input, "first");
    return List.of(column, problem(minibatch, second, secondGroups, column.output(), "second"));
  }

  private static ConvSpec problem(
      int minibatch, ConvLayer layer, int groups, List<Integer> input, String name) {
    int in = layer.weights().shape().dim(1) * groups;
    int out = layer.weights().shape().dim(0);
    return new ConvSpec(minibatch, groups, in, out, input, layer.window(), name);
  }
}
