package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.ModelReport;
import io.sepconv.Session;
import io.sepconv.backend.Buffers;
import io.sepconv.graph.Graph;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model that is ready to be timed: a session on direct buffers of its own. */
final class BenchCase implements AutoCloseable {
  private final Model model;
  private final ModelOptions options;
  private final ModelReport report;
  private final Map<String, Tensor> inputs;
  private final Session session;
  private final List<Buffer> in = new ArrayList<>();
  private final List<Buffer> out = new ArrayList<>();
  private final RunTimes times = new RunTimes();

  private BenchCase(Model model, ModelOptions options, Map<String, Tensor> inputs) {
    this.model = model;
    this.options = options;
    this.inputs = inputs;
    this.report = model.reportLike(inputs);
    this.session = model.newSessionLike(inputs);
    for (String name : session.inputNames()) {
      Tensor input = inputs.get(name);
      Buffer buffer = Buffers.allocateDirect(ValueType.of(input));
      Buffers.write(input, buffer);
      in.add(buffer);
    }
    session.outputs().forEach(type -> out.add(Buffers.allocateDirect(type)));
  }

  /**
   * Loads and compiles a model for seeded inputs.
   *
   * @param shapes as {@link RunInputs} takes them
   * @param batch size of axis 0 where the model leaves it open, or null for 1 where {@code shapes}
   *     does not say it
   */
  static BenchCase open(
      Path file, ModelOptions options, List<String> shapes, Integer batch, long seed)
      throws IOException {
    Model model = Model.load(InputFiles.require(file), options);
    try {
      Map<String, Tensor> inputs =
          new RunInputs(model.inputs(), shapes).withBatch(batch).random(seed);
      return new BenchCase(model, options, inputs);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** Compiles a network of static inputs, for seeded ones. */
  static BenchCase of(Graph graph, ModelOptions options, long seed) {
    return of(graph, options, new RunInputs(graph.inputs(), List.of()).random(seed));
  }

  /** Compiles a network for inputs. */
  static BenchCase of(Graph graph, ModelOptions options, Map<String, Tensor> inputs) {
    Model model = Model.of(graph, options);
    try {
      return new BenchCase(model, options, inputs);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** One run. */
  void run() {
    session.run(in, out);
  }

  /** One run whose time is kept. */
  void timedRun() {
    long start = System.nanoTime();
    session.run(in, out);
    times.add(System.nanoTime() - start);
  }

  /** One run whose steps are timed: nanoseconds per layer of the report. */
  long[] profile() {
    return session.profile(in, out);
  }

  /** Times of the timed runs so far. */
  RunTimes times() {
    return times;
  }

  /**
   * Writes the native plan of what is timed.
   *
   * @throws IllegalArgumentException if there is none, or a step of it runs in Java
   */
  void savePlan(Path file) throws IOException {
    try {
      model.savePlanLike(inputs, file);
    } catch (UnsupportedOperationException e) {
      throw new IllegalArgumentException("--plan: " + e.getMessage(), e);
    }
  }

  ModelReport report() {
    return report;
  }

  /** The inputs by name, in the order of the model. */
  Map<String, Tensor> inputs() {
    return inputs;
  }

  /** What the warm-up and the timed runs gave. */
  BenchResult result(String name, WarmUp warmUp) {
    return new BenchResult(name, options, batch(), times, report, warmUp);
  }

  /** The size of axis 0 of the first input; 1 where there is none. */
  private int batch() {
    return inputs.values().stream()
        .findFirst()
        .filter(input -> input.shape().rank() > 0)
        .map(input -> input.shape().dim(0))
        .orElse(1);
  }

  @Override
  public void close() {
    session.close();
    model.close();
  }
}
