package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * One network with one input, run and timed on every backend that can run here.
 *
 * @param graph what the reference backend runs, after all rewrites
 * @param outputs the result of each backend, by its name
 * @param timings the time of each backend, by its name; the copies of input and result included
 */
record Comparison(Graph graph, Map<String, Tensor> outputs, Map<String, Timing> timings) {
  private static final Compiled COMPILED = new Compiled();

  /**
   * Java's kernels are slow until they are compiled, which takes longer than a Timing waits. The
   * first network compiles most of them for those that follow.
   */
  private static final class Compiled {
    private static final long LATER_NANOS = 300_000_000;

    private boolean once;

    synchronized void warmUp(Runnable run) {
      if (!once) {
        WarmUp.of(run);
        once = true;
        return;
      }
      long start = System.nanoTime();
      do {
        run.run();
      } while (System.nanoTime() - start < LATER_NANOS);
    }
  }

  /**
   * Runs a network.
   *
   * @param network makes the model for given options
   * @param input its input
   */
  static Comparison of(DemoContext demo, Function<ModelOptions, Model> network, Tensor input) {
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    Map<String, Timing> timings = new LinkedHashMap<>();
    Graph graph = null;
    for (String backend : demo.backends()) {
      try (Model model = network.apply(demo.on(backend))) {
        Runnable run = () -> outputs.put(backend, model.run(input));
        if (backend.equals(DemoContext.JAVA)) {
          COMPILED.warmUp(run);
        }
        timings.put(backend, Timing.of(run));
        if (backend.equals(DemoContext.REFERENCE)) {
          graph = model.graph(Map.of(model.inputs().get(0).name(), input.shape()));
        }
      }
    }
    return new Comparison(graph, outputs, timings);
  }

  /** Runs a graph. */
  static Comparison of(DemoContext demo, Graph graph, Tensor input) {
    return of(demo, options -> Model.of(graph, options), input);
  }

  /** The time of a backend as the function writes it, or a dash if it cannot run here. */
  String time(String backend, Function<Timing, String> format) {
    Timing timing = timings.get(backend);
    return timing == null ? "-" : format.apply(timing);
  }

  /** How far the backend that differs most is from the reference. */
  Agreement worst() {
    Tensor expected = outputs.get(DemoContext.REFERENCE);
    Agreement worst = Agreement.of(expected, expected);
    for (Tensor actual : outputs.values()) {
      Agreement agreement = Agreement.of(expected, actual);
      // A NaN ratio, from a NaN on one side, must count as worst too.
      worst = agreement.ratio() <= worst.ratio() ? worst : agreement;
    }
    return worst;
  }
}
