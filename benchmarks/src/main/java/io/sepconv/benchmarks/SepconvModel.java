package io.sepconv.benchmarks;

import io.sepconv.Backends;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import io.sepconv.Session;
import io.sepconv.backend.LayerReport;
import io.sepconv.backend.Precision;
import io.sepconv.tensor.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** sepconv on a backend of a given name, never on another one. */
final class SepconvModel implements EngineModel {
  private final Task task;
  private final Precision precision;
  private final Model model;
  private final Map<String, Shape> shapes;
  private final ModelReport report;
  private final String commit = BenchmarkMain.commit();

  /**
   * Loads and compiles a model.
   *
   * @param backend onednn, java or reference
   */
  SepconvModel(Task task, String backend, Precision precision) throws IOException {
    this.task = task;
    this.precision = precision;
    model =
        Model.load(
            task.model(),
            ModelOptions.defaults()
                .backend(backend)
                .threads(task.threads())
                .maxSessions(task.callers())
                .precision(precision));
    shapes = Map.of(model.inputs().get(0).name(), task.input().shape());
    try {
      report = model.report(shapes);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  @Override
  public EngineSession newSession() {
    Session session = model.newSession(shapes);
    return new EngineSession(task) {
      @Override
      protected void run() {
        session.run(input, output);
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  @Override
  public void savePlan(Path file) throws IOException {
    model.savePlanLike(Map.of(model.inputs().get(0).name(), task.input()), file);
  }

  /** How the model runs. */
  ModelReport report() {
    return report;
  }

  @Override
  public String description() {
    String kernels = Backends.select(report.backend()).describe().get("kernels");
    String tier = kernels == null ? "" : " with kernels " + kernels;
    return String.format(
        "sepconv of commit %s, %s%s, %s", commit, report.backend(), tier, precision);
  }

  /** A layer that oneDNN left to the reference shows here. */
  @Override
  public List<String> kernels() {
    return report.layers().stream().map(LayerReport::implementation).toList();
  }

  @Override
  public void close() {
    model.close();
  }
}
