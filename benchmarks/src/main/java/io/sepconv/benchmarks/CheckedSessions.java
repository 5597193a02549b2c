package io.sepconv.benchmarks;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Sessions of one model for JMH to time, one for each caller. What each computes is compared before
 * anything is timed, and what it computed last when they are closed.
 */
final class CheckedSessions implements AutoCloseable {
  /** Compares an output with what it should be. */
  @FunctionalInterface
  interface Check {
    /**
     * Compares.
     *
     * @return what it agrees with
     * @throws DisagreementException if it does not agree
     */
    String compare(Tensor output) throws IOException;
  }

  private final EngineModel model;
  private final Check check;
  private final List<EngineSession> sessions = new ArrayList<>();
  private String agreement;

  /**
   * Opens the sessions; each runs once.
   *
   * @param model closed with the sessions, also where an output does not agree
   */
  CheckedSessions(EngineModel model, int callers, Check check) throws IOException {
    this.model = model;
    this.check = check;
    try {
      for (int i = 0; i < callers; i++) {
        EngineSession session = model.newSession();
        sessions.add(session);
        session.run();
        String compared = check.compare(session.result());
        agreement = i == 0 ? compared : agreement;
      }
    } catch (IOException | RuntimeException | Error e) {
      free();
      throw e;
    }
  }

  /** One caller of what is small enough for the reference, which its output is compared with. */
  static CheckedSessions againstReference(Workload work, Engine engine, int threads)
      throws IOException {
    Tensor expected;
    try (Model reference = Model.of(work.graph(), ModelOptions.defaults().backend("reference"))) {
      expected = reference.run(work.input());
    }
    CheckedSessions sessions =
        new CheckedSessions(
            load(work, engine, threads, 1),
            1,
            output ->
                engine
                    .accuracy()
                    .require(expected, output, work.name() + ", " + engine)
                    .describe());
    sessions.print(work, sessions.model.kernels(), "against the reference: ");
    return sessions;
  }

  /** Their outputs are compared with those that other engines left of the same work. */
  static CheckedSessions againstOthers(Workload work, Engine engine, int threads, int callers)
      throws IOException {
    SharedFolder folder = SharedFolder.find();
    String problem = work.name() + "-n" + work.batch();
    CheckedSessions sessions =
        new CheckedSessions(
            load(work, engine, threads, callers),
            callers,
            output -> {
              List<Engine> others = folder.agree(problem, engine, output);
              return others.isEmpty() ? "nobody yet, this is the first" : others.toString();
            });
    sessions.print(work, List.of(), "agrees with ");
    return sessions;
  }

  private static EngineModel load(Workload work, Engine engine, int threads, int callers)
      throws IOException {
    return engine.load(work.task(SharedFolder.find().model(work), threads, callers));
  }

  private void print(Workload work, List<String> kernels, String whom) {
    System.out.printf(
        Locale.ROOT,
        "%n# %s; %s%,d MACs; %s%s%n",
        model.description(),
        kernels.isEmpty() ? "" : String.join(" + ", kernels) + "; ",
        work.macs(),
        whom,
        agreement);
  }

  /** The session of a caller, from 0 on. */
  EngineSession get(int caller) {
    return sessions.get(caller);
  }

  /** Compares what each wrote last, then frees all, the model too. */
  @Override
  public void close() throws IOException {
    try {
      for (EngineSession session : sessions) {
        check.compare(session.result());
      }
    } finally {
      free();
    }
  }

  private void free() {
    try (EngineModel closedLast = model) {
      sessions.forEach(EngineSession::close);
    }
  }
}
