package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.Session;
import io.sepconv.backend.Buffers;
import io.sepconv.graph.ValueType;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Callers that run a model which is opened and closed again and again, and compare every result
 * with the first, bit by bit.
 */
final class SoakLoad implements AutoCloseable {
  /** Of so many runs one goes through the model, the others through a caller's session. */
  private static final int RUNS_PER_MODEL_RUN = 10;

  private final Path file;
  private final ModelOptions options;
  private final List<String> shapes;
  private final Integer batch;
  private final List<Caller> callers = new ArrayList<>();
  private final ExecutorService threads;
  private Map<String, Tensor> inputs;
  private Map<String, Tensor> expected;
  private Model model;

  /** Loads the model for the first time; shapes and batch are those of {@link BenchCase}. */
  SoakLoad(Path file, ModelOptions options, List<String> shapes, Integer batch, int callers)
      throws IOException {
    this.file = InputFiles.require(file);
    this.options = options;
    this.shapes = shapes;
    this.batch = batch;
    this.threads = Executors.newFixedThreadPool(callers, SoakLoad::thread);
    for (int i = 0; i < callers; i++) {
      this.callers.add(new Caller());
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "sepconv-caller");
    thread.setDaemon(true);
    return thread;
  }

  /** Opens the model, and a session for every caller. */
  void open(long seed) throws IOException {
    model = Model.load(file, options);
    if (inputs == null) {
      inputs = new RunInputs(model.inputs(), shapes).withBatch(batch).random(seed);
      expected = model.run(inputs);
    }
    callers.forEach(Caller::open);
  }

  /** Runs so often in all, and waits for it. */
  void run(long runs) {
    List<Future<?>> shares = new ArrayList<>();
    for (int i = 0; i < callers.size(); i++) {
      Caller caller = callers.get(i);
      long share = runs * (i + 1) / callers.size() - runs * i / callers.size();
      shares.add(threads.submit(() -> caller.run(share)));
    }
    for (Future<?> share : shares) {
      try {
        share.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(
            "a caller failed: " + e.getCause().getMessage(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }

  /** Whether a model is open. */
  boolean isOpen() {
    return model != null;
  }

  /** Closes the sessions and the model, if they are open. */
  void closeModel() {
    if (model != null) {
      callers.forEach(Caller::close);
      model.close();
      model = null;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
    closeModel();
  }

  /** One that calls, with buffers of its own that outlive the models. */
  private final class Caller {
    private final List<Buffer> in = new ArrayList<>();
    private final List<Buffer> out = new ArrayList<>();
    private Session session;
    private long done;

    void open() {
      session = model.newSessionLike(inputs);
      if (out.isEmpty()) {
        for (String name : session.inputNames()) {
          Tensor input = inputs.get(name);
          Buffer buffer = Buffers.allocateDirect(ValueType.of(input));
          Buffers.write(input, buffer);
          in.add(buffer);
        }
        session.outputs().forEach(type -> out.add(Buffers.allocateDirect(type)));
      }
    }

    void run(long runs) {
      for (long i = 0; i < runs; i++) {
        if (done++ % RUNS_PER_MODEL_RUN == 0) {
          check(List.copyOf(model.run(inputs).values()));
          continue;
        }
        session.run(in, out);
        List<Tensor> results = new ArrayList<>();
        for (int k = 0; k < out.size(); k++) {
          results.add(Buffers.read(session.outputs().get(k), out.get(k)));
        }
        check(results);
      }
    }

    private void check(List<Tensor> results) {
      if (!results.equals(List.copyOf(expected.values()))) {
        throw new IllegalStateException("run " + done + " of a caller differs from the first");
      }
    }

    void close() {
      if (session != null) {
        session.close();
        session = null;
      }
    }
  }
}
