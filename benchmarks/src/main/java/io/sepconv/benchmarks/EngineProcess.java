package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An engine in a process of its own, which speaks the protocol of {@link Participant}. */
final class EngineProcess {
  private EngineProcess() {}

  /** The arguments after the engine's name, in {@link Contestant}'s placeholders. */
  static final String ARGUMENTS =
      "{threads} {callers} {shape} {outputShape} {model} {input} {output} {plan}";

  private static final int REFUSED = 1;

  /** In the place of a plan's file: none is wanted. */
  static final String NO_PLAN = "-";

  /**
   * Runs one engine until the standard input ends.
   *
   * @param args the engine's name, and what {@link #ARGUMENTS} says
   */
  public static void main(String[] args) throws Exception {
    Engine engine = Engine.valueOf(args[0]);
    Tensor input = RawFloats.read(Path.of(args[6]), shape(args[3]));
    Task task =
        new Task(
            Path.of(args[5]),
            input,
            shape(args[4]),
            Integer.parseInt(args[1]),
            Integer.parseInt(args[2]));
    try (EngineModel model = begin(engine, () -> engine.load(task));
        Callers callers = begin(engine, () -> begun(model, task.callers()))) {
      Tensor first = callers.results().get(0);
      RawFloats.write(Path.of(args[7]), first);
      if (!args[8].equals(NO_PLAN)) {
        model.savePlan(Path.of(args[8]));
      }
      // What loading has left would count as memory of the runs.
      System.gc();
      boolean steady = WarmUp.of(callers::runOnce);
      System.out.printf(
          "ready %s%s: %s%n",
          engine.accuracy().name().toLowerCase(Locale.ROOT),
          steady ? "" : " unsteady",
          model.description());
      serve(callers, System.out);
      for (Tensor last : callers.results()) {
        engine.accuracy().require(first, last, engine + ", its last run and its first");
      }
    }
  }

  private interface Start<T> {
    T get() throws IOException;
  }

  /** What a rival refuses is no error of this program: it is said without a stack trace. */
  private static <T> T begin(Engine engine, Start<T> start) throws IOException {
    try {
      return start.get();
    } catch (RuntimeException e) {
      if (!engine.isRival()) {
        throw e;
      }
      // What is no refusal by its own words is told with its kind: it may be a defect of ours.
      String why = e instanceof IllegalStateException ? e.getMessage() : e.toString();
      System.err.println(engine + " does not run this: " + why);
      System.exit(REFUSED);
      throw e;
    }
  }

  private static Callers begun(EngineModel model, int count) {
    Callers callers = new Callers(model, count);
    try {
      callers.runOnce();
      return callers;
    } catch (RuntimeException | Error e) {
      callers.close();
      throw e;
    }
  }

  private static Shape shape(String sizes) {
    return Shape.of(Stream.of(sizes.split("x")).map(Integer::valueOf).toList());
  }

  private static void serve(Callers callers, PrintStream out) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long millis = Long.parseLong(line.substring("turn ".length()));
      // The caches hold what the others left in them.
      callers.runOnce();
      long[] times = callers.timedRuns(millis * 1_000_000);
      out.println(Arrays.stream(times).mapToObj(Long::toString).collect(Collectors.joining(" ")));
    }
  }
}
