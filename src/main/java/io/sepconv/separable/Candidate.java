package io.sepconv.separable;

import io.sepconv.backend.Support;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ValueType;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A convolution of a network that could be split.
 *
 * @param node the convolution
 * @param layer its weights, window and activation; the bias stays an operand
 * @param problem it, for the network's input shapes
 * @param normalised whether a batch normalisation follows: it is folded into a convolution, but not
 *     into a sum of them
 */
record Candidate(Node node, ConvLayer layer, ConvSpec problem, boolean normalised) {
  /** Errors of weights that are of interest: a budget lies between two of them. */
  private static final double[] ERRORS = {
    1e-6, 1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 1
  };

  /**
   * Ways to split a layer.
   *
   * @param splits of fewer multiplications and no more than a given error of the weights
   * @param least the least error of the weights with fewer multiplications; infinite if there are
   *     no such splits
   */
  record Ways(List<LayerSplit> splits, double least) {}

  /**
   * Whether a convolution can be split at all, and if not, why.
   *
   * @param fixed what of the network no input decides, not even by its shape
   * @param folded the network with its constants folded
   * @param types of its values
   */
  static Support splits(Node node, Set<String> fixed, Graph folded, Map<String, ValueType> types) {
    Conv conv = (Conv) node.op();
    if (isComputed(node, folded, types)) {
      return Support.no("it is computed from constants");
    }
    String weights = node.inputs().get(1);
    if (!fixed.contains(weights) || !folded.constants().containsKey(weights)) {
      return Support.no("its weights are computed");
    }
    Shape input = types.get(node.inputs().get(0)).shape();
    if (input.size() == 0 || types.get(weights).shape().size() == 0) {
      return Support.no("one of its sizes is 0");
    }
    if (node.hasInput(3)) {
      return Support.no("a residual is added to it");
    }
    if (types.get(node.output()).shape().size() == 0) {
      return Support.no("its result is empty");
    }
    if (conv.window().rank() != 2) {
      return Support.no("it has " + conv.window().rank() + " spatial axes, not 2");
    }
    if (conv.window().isPointwise()) {
      return Support.no("it is a 1x1 convolution");
    }
    boolean line = conv.window().kernel().contains(1);
    if (line && isDepthwise(conv, input.dim(1))) {
      return Support.no("it is depthwise, of one row or column");
    }
    return Support.YES;
  }

  /** Whether nothing is left of a node once constants are folded. */
  static boolean isComputed(Node node, Graph folded, Map<String, ValueType> types) {
    String result = node.output();
    return folded.constants().containsKey(result) || !types.containsKey(result);
  }

  private static boolean isDepthwise(Conv conv, int channels) {
    return ConvKind.of(conv.groups(), channels, conv.window()) == ConvKind.DEPTHWISE;
  }

  /** One that {@link #splits}. */
  static Candidate of(Node node, Graph folded, Map<String, ValueType> types) {
    Conv conv = (Conv) node.op();
    Tensor weights = folded.constants().get(node.inputs().get(1));
    Shape input = types.get(node.inputs().get(0)).shape();
    Window window = conv.window().resolve(input.dim(2), input.dim(3));
    ConvSpec problem =
        new ConvSpec(
            input.dim(0),
            conv.groups(),
            input.dim(1),
            weights.shape().dim(0),
            List.of(input.dim(2), input.dim(3)),
            window,
            "");
    boolean normalised =
        folded.nodes().stream()
            .anyMatch(
                next -> next.op() instanceof BatchNorm && next.inputs().contains(node.output()));
    ConvLayer layer = new ConvLayer(weights, conv.window(), null, conv.activation());
    return new Candidate(node, layer, problem, normalised);
  }

  /** What times of it depend on. */
  String text() {
    return problem + " " + layer.activation() + (node.hasInput(2) ? " with bias " : " ");
  }

  /**
   * All ways to split it with fewer multiplications.
   *
   * @param largestError of the weights
   * @throws IllegalArgumentException if a weight is not finite
   */
  Ways ways(double largestError) {
    List<LayerSplit> splits = new ArrayList<>();
    double least = Double.POSITIVE_INFINITY;
    for (SeparableForm form : SeparableForm.values()) {
      long room = (problem.macs() - 1) / FormCost.of(form, problem, 1).macs();
      if (room == 0) {
        continue;
      }
      LayerFactorization parts = LayerFactorization.of(form, layer, problem.groups());
      int most = (int) Math.min(room, parts.most());
      least = Math.min(least, parts.error(most));
      SortedSet<Integer> interesting = new TreeSet<>(List.of(most, parts.termsFor(largestError)));
      for (double error : ERRORS) {
        interesting.add(parts.termsFor(error));
      }
      for (int terms : interesting.headSet(most + 1)) {
        if (parts.error(terms) > largestError) {
          continue;
        }
        SeparableLayer separable = parts.layer(terms);
        splits.add(new LayerSplit(separable, Arrangement.JOINED));
        if (terms > 1 && form != SeparableForm.SPATIAL && !normalised) {
          splits.add(new LayerSplit(separable, Arrangement.SUMMED));
        }
      }
    }
    return new Ways(splits, least);
  }

  /** Multiply-accumulates of a split. */
  long macs(LayerSplit split) {
    return FormCost.of(split.layer().form(), problem, split.layer().terms()).macs();
  }

  /** Multiply-accumulates of the split that has the fewest, whatever it leaves out. */
  long fewest() {
    return Arrays.stream(SeparableForm.values())
        .mapToLong(form -> FormCost.of(form, problem, 1).macs())
        .reduce(problem.macs(), Math::min);
  }

  /** The convolution as a network of its own. */
  Graph alone() {
    Map<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("weights", layer.weights());
    List<String> operands = new ArrayList<>(List.of("x", "weights"));
    if (node.hasInput(2)) {
      constants.put("bias", Tensor.zeros(DataType.FLOAT32, Shape.of(problem.outChannels())));
      operands.add("bias");
    }
    return new Graph(
        "layer",
        List.of(GraphInput.of("x", DataType.FLOAT32, problem.inputShape())),
        constants,
        List.of(new Node("conv", node.op(), operands, List.of("y"))),
        List.of("y"),
        Map.of());
  }

  /** The convolution, split, as a network of its own. */
  Graph alone(LayerSplit split) {
    return Splits.applied(alone(), Map.of("y", split));
  }
}
