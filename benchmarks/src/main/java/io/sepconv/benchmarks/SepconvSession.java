package io.sepconv.benchmarks;

import io.sepconv.Backends;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import io.sepconv.Session;
import io.sepconv.backend.Precision;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** sepconv on a backend of a given name, never on another one. */
final class SepconvSession extends EngineSession {
  private final Model model;
  private final Session session;
  private final ModelReport report;
  private final Tensor tensor;
  private final String precision;
  private final String commit = BenchmarkMain.commit();

  /**
   * Loads and compiles a model.
   *
   * @param backend onednn, java or reference
   * @param precision the name of a {@link Precision}
   * @throws IllegalArgumentException if there is no such precision
   */
  SepconvSession(Path file, Tensor input, int threads, String backend, String precision)
      throws IOException {
    super(input);
    this.tensor = input;
    this.precision = precision;
    ModelOptions options =
        ModelOptions.defaults().backend(backend).threads(threads).precision(named(precision));
    model = Model.load(file, options);
    try {
      Map<String, Shape> shapes = Map.of(model.inputs().get(0).name(), input.shape());
      session = model.newSession(shapes);
      report = model.report(shapes);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** By name, so that this compiles beside a sepconv that does not have it. */
  private static Precision named(String name) {
    return Arrays.stream(Precision.values())
        .filter(precision -> precision.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "this sepconv has no precision "
                        + name
                        + "; it has "
                        + Arrays.toString(Precision.values())));
  }

  @Override
  void savePlan(Path file) throws IOException {
    model.savePlanLike(Map.of(model.inputs().get(0).name(), tensor), file);
  }

  @Override
  void run() {
    session.run(input, output);
  }

  /** How the model runs. */
  ModelReport report() {
    return report;
  }

  @Override
  String description() {
    String kernels = Backends.select(report.backend()).describe().get("kernels");
    String tier = kernels == null ? "" : " with kernels " + kernels;
    return String.format(
        "sepconv of commit %s, %s%s, %s", commit, report.backend(), tier, precision);
  }

  @Override
  public void close() {
    session.close();
    model.close();
  }
}
