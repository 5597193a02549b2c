package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.ConvSpec;
import io.sepconv.separable.FormCost;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Times forms of a convolution on a backend, each as a network of its own, in turns. */
final class FormTimer {
  private static final long SEED = 1;
  private static final double SECONDS = 0.5;

  private final ModelOptions options;
  private boolean steady = true;

  FormTimer(ModelOptions options) {
    this.options = options;
  }

  /** The median of each form, in milliseconds; of half a second of runs once all are warm. */
  List<Double> millis(List<FormCost> forms) {
    List<BenchCase> cases = new ArrayList<>();
    try {
      for (FormCost form : forms) {
        cases.add(BenchCase.of(graph(form), options, SEED));
      }
      cases.forEach(one -> steady &= WarmUp.of(one::run).steady());
      BenchRounds.ofSeconds(SECONDS).measure(cases);
      return cases.stream().map(one -> one.times().medianMillis()).toList();
    } finally {
      cases.forEach(BenchCase::close);
    }
  }

  /** Whether all warm-ups so far ended because the times were steady. */
  boolean steady() {
    return steady;
  }

  private static Graph graph(FormCost form) {
    SplittableRandom random = new SplittableRandom(SEED);
    GraphBuilder builder = new GraphBuilder("form");
    Value x = builder.input("x", form.problems().get(0).inputShape());
    for (ConvSpec part : form.problems()) {
      x =
          builder.groupedConv(
              x,
              part.groups(),
              new ConvLayer(
                  RandomTensor.floats(part.weightShape(), random),
                  part.window(),
                  null,
                  Activation.NONE));
    }
    return builder.output(x).build();
  }
}
