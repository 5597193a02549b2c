package io.sepconv.cli;

import static java.util.stream.Collectors.joining;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One convolution on one backend, against an oracle. Holds no tensors, so that thousands of them
 * may wait in a list.
 *
 * @param spec the problem
 * @param seed of its data
 * @param data makes the operands from problem and seed
 * @param options backend, threads and precision
 * @param oracles what the result is held against
 */
record ConvCheck(
    ConvSpec spec,
    long seed,
    BiFunction<ConvSpec, Long, ConvData> data,
    ModelOptions options,
    ConvOracles oracles)
    implements Check {

  @Override
  public String name() {
    return spec.toString();
  }

  @Override
  public CheckResult run() {
    ConvData operands = data.apply(spec, seed);
    Tensor actual;
    List<LayerReport> kernels;
    try (Model model = Model.of(graph(operands), options)) {
      actual = model.run(operands.x());
      kernels = kernels(model.report(Map.of("x", spec.inputShape())));
    }
    String implementation =
        kernels.stream().map(LayerReport::implementation).distinct().collect(joining(" + "));
    boolean isNative = kernels.stream().allMatch(LayerReport::isNative);
    ConvOracle oracle = isNative ? oracles.ofNative() : oracles.ofJava();
    if (oracle == null) {
      return CheckResult.unsupported(
          name(), implementation + "; --float would compare the reference evaluator with itself");
    }
    String difference =
        actual.shape().equals(spec.outputShape())
            ? oracle.difference(spec, operands, actual)
            : "result is " + actual.shape() + " instead of " + spec.outputShape();
    return difference.isEmpty()
        ? CheckResult.passed(name(), implementation)
        : CheckResult.failed(name(), implementation + ", seed " + seed + ": " + difference);
  }

  private Graph graph(ConvData operands) {
    GraphBuilder builder = new GraphBuilder("conv");
    Value x = builder.input("x", spec.inputShape());
    Value weights = builder.constant(operands.weights());
    Value bias = builder.constant(operands.bias());
    return builder.output(builder.apply(spec.toOp(), x, weights, bias)).build();
  }

  /** The kernels that convolve; a backend may reorder before and after, or split the groups. */
  private static List<LayerReport> kernels(ModelReport report) {
    return report.layers().stream().filter(layer -> layer.type().equals("Conv")).toList();
  }
}
