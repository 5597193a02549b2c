package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Precision;
import io.sepconv.backend.SlowStepException;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ModelLimitException;
import io.sepconv.separable.GraphTimer;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What changes to a network do on a backend: how far outputs move, and how long a run takes. */
final class FactorRun implements GraphTimer {
  private static final long SEED = 1;

  /** How long what runs warm kernels runs before it is measured. */
  private static final long SHORTLY_NANOS = 50_000_000;

  /** Seconds of runs that choose what is measured in turns, of each of that, of whole networks. */
  private static final double ROUGHLY = 0.1;

  private static final double IN_TURNS = 0.3;
  private static final double OF_NETWORKS = 1;

  private final ModelOptions options;
  private final List<Map<String, Tensor>> inputs;
  private final List<Map<String, Tensor>> expected;

  /** Implementations that the JIT compiler has seen enough of. */
  private final Set<String> warm = new HashSet<>();

  /**
   * Runs the network as it is, in f32.
   *
   * @param inputs on which outputs are compared, at least one set
   * @throws IllegalArgumentException if no output has a finite number that is not 0: nothing could
   *     be told by them
   */
  FactorRun(Graph graph, ModelOptions options, List<Map<String, Tensor>> inputs) {
    this.options = options;
    this.inputs = inputs;
    this.expected = outputs(graph, options.precision(Precision.F32));
    if (expected.stream().allMatch(FactorRun::saysNothing)) {
      throw new IllegalArgumentException(
          "the outputs "
              + graph.outputs()
              + " hold no finite number but 0 on these inputs, so no error can be measured: give"
              + " others with --calibrate");
    }
  }

  private static boolean saysNothing(Map<String, Tensor> outputs) {
    return outputs.values().stream()
        .allMatch(
            output ->
                output.type() != DataType.FLOAT32
                    || !(Agreement.of(output, output).maxReference() > 0));
  }

  /** Without measuring which implementation is fastest, which would take longer than the runs. */
  private List<Map<String, Tensor>> outputs(Graph graph, ModelOptions how) {
    try (Model model = Model.of(graph, how.tuned(false))) {
      List<Map<String, Tensor>> outputs = new ArrayList<>();
      inputs.forEach(set -> outputs.add(model.run(set)));
      return outputs;
    }
  }

  /**
   * The largest difference of an output, over the largest value that the network as it is has;
   * infinite if the changed network cannot run.
   */
  double error(Graph changed) {
    List<Map<String, Tensor>> actual;
    try {
      actual = outputs(changed, options);
    } catch (ModelLimitException | SlowStepException e) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int i = 0; i < expected.size(); i++) {
      for (Map.Entry<String, Tensor> output : expected.get(i).entrySet()) {
        Agreement agreement = Agreement.of(output.getValue(), actual.get(i).get(output.getKey()));
        largest = Math.max(largest, agreement.ratio());
      }
    }
    return largest;
  }

  @Override
  public double millis(Graph graph) {
    try (BenchCase one = BenchCase.of(graph, options, SEED)) {
      warmUp(one);
      return measured(List.of(one), ROUGHLY).get(0);
    } catch (ModelLimitException | SlowStepException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  @Override
  public List<Double> millisInTurns(List<Graph> graphs) {
    List<BenchCase> cases = new ArrayList<>();
    try {
      for (Graph graph : graphs) {
        cases.add(BenchCase.of(graph, options, SEED));
        warmUp(cases.get(cases.size() - 1));
      }
      return measured(cases, IN_TURNS);
    } finally {
      cases.forEach(BenchCase::close);
    }
  }

  private void warmUp(BenchCase one) {
    List<String> kernels = one.report().layers().stream().map(LayerReport::implementation).toList();
    if (!warm.containsAll(kernels)) {
      WarmUp.of(one::run);
      warm.addAll(kernels);
    }
    long start = System.nanoTime();
    do {
      one.run();
    } while (System.nanoTime() - start < SHORTLY_NANOS);
  }

  private static List<Double> measured(List<BenchCase> cases, double seconds) {
    BenchRounds.ofSeconds(seconds).measure(cases);
    return cases.stream().map(one -> one.times().medianMillis()).toList();
  }

  /** Milliseconds of a run of each of two whole networks, measured in turns. */
  List<Double> millis(Graph one, Graph other) {
    try (BenchCase first = BenchCase.of(one, options, inputs.get(0));
        BenchCase second = BenchCase.of(other, options, inputs.get(0))) {
      WarmUp.of(first::run);
      WarmUp.of(second::run);
      return measured(List.of(first, second), OF_NETWORKS);
    }
  }
}
