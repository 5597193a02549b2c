package io.sepconv.benchmarks;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.BufferedReader;
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
  static final String ARGUMENTS = "{threads} {shape} {model} {input} {output} {plan}";

  /** In the place of a plan's file: none is wanted. */
  static final String NO_PLAN = "-";

  /**
   * Runs one engine until the standard input ends.
   *
   * @param args the engine's name, and what {@link #ARGUMENTS} says
   */
  public static void main(String[] args) throws Exception {
    Engine engine = Engine.valueOf(args[0]);
    int threads = Integer.parseInt(args[1]);
    Shape shape = Shape.of(Stream.of(args[2].split("x")).map(Integer::valueOf).toList());
    Tensor input = RawFloats.read(Path.of(args[4]), shape);
    try (EngineSession session = engine.open(Path.of(args[3]), input, threads)) {
      session.run();
      Tensor first = session.result();
      RawFloats.write(Path.of(args[5]), first);
      if (!args[6].equals(NO_PLAN)) {
        session.savePlan(Path.of(args[6]));
      }
      boolean steady = WarmUp.of(session::run);
      System.out.printf(
          "ready %s%s: %s%n",
          engine.accuracy().name().toLowerCase(Locale.ROOT),
          steady ? "" : " unsteady",
          session.description());
      serve(session, System.out);
      engine.accuracy().require(first, session.result(), engine + ", its last run and its first");
    }
  }

  private static void serve(EngineSession session, PrintStream out) throws Exception {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      long millis = Long.parseLong(line.substring("turn ".length()));
      // The caches hold what the others left in them.
      session.run();
      long[] times = WarmUp.timedRuns(session::run, millis * 1_000_000, System::nanoTime);
      out.println(Arrays.stream(times).mapToObj(Long::toString).collect(Collectors.joining(" ")));
    }
  }
}
