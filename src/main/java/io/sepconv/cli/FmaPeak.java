package io.sepconv.cli;

import io.sepconv.Backends;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import io.sepconv.Session;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Precision;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.MatMul;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.nio.Buffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The fused multiply-adds that this machine does in a second, measured by the best run of a matrix
 * product on the best backend that can run here, whatever is profiled; that of a kernel of
 * convolutions can be a little higher.
 *
 * @param gflops 10^9 floating-point operations a second; a multiply-add is two
 * @param how what was measured, for people
 */
public record FmaPeak(double gflops, String how) {
  /** Operands and result of the smaller lie in a second-level cache; the larger amortises more. */
  private static final List<Integer> SIZES = List.of(256, 512);

  private static final long NANOS_PER_SIZE = 200_000_000;

  /** The figure and what it is, in one line. */
  public String describe() {
    return String.format(Locale.ROOT, "%,.1f GFLOP/s, %s", gflops, how);
  }

  /**
   * Measures it.
   *
   * @param threads of a run
   * @param precision one in which the best backend computes here
   * @return empty where only the reference can run it
   */
  public static Optional<FmaPeak> measure(int threads, Precision precision) {
    ModelOptions plain =
        ModelOptions.defaults().backend(Backends.AUTO).threads(threads).precision(precision);
    return SIZES.stream()
        .map(size -> measure(size, plain))
        .flatMap(Optional::stream)
        .max((a, b) -> Double.compare(a.gflops(), b.gflops()));
  }

  private static Optional<FmaPeak> measure(int size, ModelOptions options) {
    int rows = size * options.threads();
    SplittableRandom random = new SplittableRandom(1);
    GraphBuilder builder = new GraphBuilder("peak");
    Value x = builder.input("x", Shape.of(rows, size));
    Value weights = builder.constant(RandomTensor.floats(Shape.of(size, size), random));
    Graph graph = builder.output(builder.apply(new MatMul(), x, weights)).build();
    try (Model model = Model.of(graph, options);
        Session session = model.newSession()) {
      if (model.report().layers().stream().anyMatch(LayerReport::isReference)) {
        return Optional.empty();
      }
      Tensor input = RandomTensor.floats(Shape.of(rows, size), random);
      Buffer in = Buffers.allocateDirect(session.inputs().get(0));
      Buffers.write(input, in);
      Buffer out = Buffers.allocateDirect(session.outputs().get(0));
      if (!model.report().layers().stream().allMatch(LayerReport::isNative)) {
        WarmUp.of(() -> session.run(List.of(in), List.of(out)));
      }
      double gflops = 0;
      long start = System.nanoTime();
      do {
        long[] nanos = session.profile(List.of(in), List.of(out));
        gflops = Math.max(gflops, gflops(model.report(), nanos));
      } while (System.nanoTime() - start < NANOS_PER_SIZE);
      String how =
          String.format(
              Locale.ROOT,
              "the best run of a %dx%dx%d matrix product on %s, %d thread%s",
              rows,
              size,
              size,
              model.backend(),
              options.threads(),
              options.threads() == 1 ? "" : "s");
      return Optional.of(new FmaPeak(gflops, how));
    }
  }

  /** The rate of the fastest step: the product itself, whatever copies stand around it. */
  private static double gflops(ModelReport report, long[] nanos) {
    double best = 0;
    for (int i = 0; i < nanos.length; i++) {
      best = Math.max(best, 2.0 * report.layers().get(i).macs() / nanos[i]);
    }
    return best;
  }
}
