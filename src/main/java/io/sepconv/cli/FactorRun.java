package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changes to a network do on a backend: how far outputs move, and how long a run takes. */
final class FactorRun {
  private static final long SEED = 1;
  private static final double SECONDS = 2;

  private final ModelOptions options;
  private final List<Map<String, Tensor>> inputs;
  private final List<Map<String, Tensor>> expected;

  /** Implementations that the JIT compiler has seen enough of. */
  private final Set<String> warm = new HashSet<>();

  /**
   * Runs the network as it is.
   *
   * @param inputs on which outputs are compared, at least one set
   */
  FactorRun(Graph graph, ModelOptions options, List<Map<String, Tensor>> inputs) {
    this.options = options;
    this.inputs = inputs;
    this.expected = outputs(graph);
  }

  private List<Map<String, Tensor>> outputs(Graph graph) {
    try (Model model = Model.of(graph, options)) {
      List<Map<String, Tensor>> outputs = new ArrayList<>();
      inputs.forEach(set -> outputs.add(model.run(set)));
      return outputs;
    }
  }

  /** The largest difference of an output, over the largest value that the network as it is has. */
  double error(Graph changed) {
    List<Map<String, Tensor>> actual = outputs(changed);
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      for (Map.Entry<String, Tensor> output : expected.get(i).entrySet()) {
        Agreement agreement = Agreement.of(output.getValue(), actual.get(i).get(output.getKey()));
        largest = Math.max(largest, agreement.ratio());
      }
    }
    return largest;
  }

  /** Milliseconds of a run of a network of static shapes, once it is warm. */
  double millis(Graph graph) {
    try (BenchCase one = BenchCase.of(graph, options, SEED)) {
      List<String> kernels =
          one.report().layers().stream().map(LayerReport::implementation).toList();
      if (!warm.containsAll(kernels)) {
        WarmUp.of(one::run);
        warm.addAll(kernels);
      }
      return Timing.of(one::run).nanos() / 1e6;
    }
  }

  /** Milliseconds of a run of each of two networks, in turns. */
  List<Double> millis(Graph one, Graph other) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    inputs.get(0).forEach((name, input) -> shapes.put(name, input.shape()));
    try (BenchCase first = BenchCase.of(one.withInputShapes(shapes), options, SEED);
        BenchCase second = BenchCase.of(other.withInputShapes(shapes), options, SEED)) {
      WarmUp.of(first::run);
      WarmUp.of(second::run);
      BenchRounds.ofSeconds(SECONDS).measure(List.of(first, second));
      return List.of(first.times().medianMillis(), second.times().medianMillis());
    }
  }
}
