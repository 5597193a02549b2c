package io.sepconv.separable;

import io.sepconv.backend.Support;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ValueType;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvKind;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A convolution of a network that could be split.
 *
 * @param node the convolution
 * @param layer its weights, window and activation; the bias stays an operand
 * @param problem it, for the network's input shapes
 */
record Candidate(Node node, ConvLayer layer, ConvSpec problem) {
  /** Errors of weights that are of interest: a budget lies between two of them. */
  private static final double[] ERRORS = {
    1e-6, 1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5
  };

  /** Whether a convolution can be split at all, and if not, why. */
  static Support splits(Node node, Graph graph, Map<String, ValueType> types) {
    Conv conv = (Conv) node.op();
    Tensor weights = graph.constants().get(node.inputs().get(1));
    if (weights == null) {
      return Support.no("its weights are computed");
    }
    if (node.hasInput(3)) {
      return Support.no("a residual is added to it");
    }
    ValueType input = types.get(node.inputs().get(0));
    if (input == null || !types.containsKey(node.output())) {
      return Support.no("its shapes are not known");
    }
    if (conv.window().rank() != 2) {
      return Support.no("it has " + conv.window().rank() + " spatial axes, not 2");
    }
    if (conv.window().isPointwise()) {
      return Support.no("it is a 1x1 convolution");
    }
    if (ConvKind.of(conv.groups(), input.shape().dim(1), conv.window()) == ConvKind.DEPTHWISE) {
      return Support.no("it is depthwise");
    }
    return Support.YES;
  }

  /** One that {@link #splits}. */
  static Candidate of(Node node, Graph graph, Map<String, ValueType> types) {
    Conv conv = (Conv) node.op();
    Tensor weights = graph.constants().get(node.inputs().get(1));
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
    return new Candidate(
        node, new ConvLayer(weights, conv.window(), null, conv.activation()), problem);
  }

  /** Its groups. */
  int groups() {
    return problem.groups();
  }

  /** All ways to split it with fewer multiplications and no more than an error of its weights. */
  List<Split> all(double largestError) {
    List<Split> all = new ArrayList<>();
    for (SeparableForm form : SeparableForm.values()) {
      LayerFactorization parts = LayerFactorization.of(form, layer, groups());
      int before = 0;
      for (double error : ERRORS) {
        int terms = parts.termsFor(error);
        if (terms == before || parts.error(terms) > largestError) {
          continue;
        }
        before = terms;
        SeparableLayer separable = parts.layer(terms);
        if (macs(separable) >= problem.macs()) {
          continue;
        }
        all.add(new Split(separable, Arrangement.JOINED));
        if (terms > 1 && form != SeparableForm.SPATIAL) {
          all.add(new Split(separable, Arrangement.SUMMED));
        }
      }
    }
    return all;
  }

  /** Multiply-accumulates of a split. */
  long macs(SeparableLayer separable) {
    return new FormCost(separable.problems(problem.minibatch(), problem.input())).macs();
  }

  /** The convolution as a network of its own, split or not. */
  Graph alone(Split split) {
    Map<String, Tensor> constants = new LinkedHashMap<>();
    constants.put("weights", layer.weights());
    List<String> operands = new ArrayList<>(List.of("x", "weights"));
    if (node.hasInput(2)) {
      constants.put("bias", Tensor.zeros(DataType.FLOAT32, Shape.of(problem.outChannels())));
      operands.add("bias");
    }
    Graph graph =
        new Graph(
            "layer",
            List.of(GraphInput.of("x", DataType.FLOAT32, problem.inputShape())),
            constants,
            List.of(new Node("conv", node.op(), operands, List.of("y"))),
            List.of("y"),
            Map.of());
    return split == null ? graph : Splits.applied(graph, Map.of("y", split));
  }
}
