package io.sepconv.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures all of what a report is made of.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar io.sepconv.benchmarks.Measure --quick
 * }</pre>
 */
@Command(
    name = "Measure",
    description = {
      "Plays the contests of a report: networks, convolutions, blocks, callers at the same time and"
          + " the price of a run, on every engine of this build, and writes their results as JSON.",
      "What there is so far is written after every match."
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:two outputs disagree", "2:bad usage", "3:a participant failed"})
public final class Measure implements Callable<Integer> {
  private static final String PROJECT = "--project";

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "Three networks, four convolutions, and shorter: some seven minutes in all.")
  private boolean quick;

  @Option(
      names = "--engines",
      paramLabel = "ENGINE",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES} (default: all of this build that run here).")
  private List<Engine> engines;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description = "Threads of one run (default: 1, and all processors that are granted).")
  private List<Integer> threads =
      IntStream.of(1, Runtime.getRuntime().availableProcessors()).distinct().boxed().toList();

  @Option(
      names = "--sections",
      paramLabel = "NAME",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES} (default: all).")
  private List<Suite.Section> sections = List.of(Suite.Section.values());

  @Option(
      names = "--out",
      paramLabel = "F",
      description =
          "The file to write (default: benchmarks/results/<date>-<cpu>.json; -quick.json).")
  private Path out;

  @Option(
      names = PROJECT,
      paramLabel = "DIR",
      description = "The project's root, where the default lies (default: the current directory).")
  private Path project = Path.of("");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private String[] arguments;

  private Measure() {}

  /** Measures and ends the JVM with the exit code. */
  public static void main(String[] args) {
    Contests.endChildrenWithThisProcess();
    PrintWriter out = new PrintWriter(System.out, true);
    System.exit(run(out, new PrintWriter(System.err, true), args));
  }

  /** Measures and returns the exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Measure measure = new Measure();
    measure.arguments = args;
    return Contests.execute(measure, out, err, args);
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> facts = Machine.describe();
    facts.put("date", LocalDate.now(ZoneOffset.UTC).toString());
    facts.put("commit", BenchmarkMain.commit());
    facts.put("command", command());
    checkUsage();
    Path file = out == null ? defaultFile(facts) : out;
    PrintWriter print = spec.commandLine().getOut();
    facts.forEach((name, fact) -> print.printf("%-8s %s%n", name, fact));
    List<Results.Limit> limits = new ArrayList<>();
    boolean bf16 = true;
    for (int count : threads) {
      Limits measured = Limits.measure(count);
      limits.add(measured.limit());
      bf16 &= measured.bf16();
      print.printf(
          Locale.ROOT,
          "limits   %d threads: %.1f GFLOP/s, %.1f GB/s%n",
          count,
          measured.limit().gflops(),
          measured.limit().gbs());
    }
    List<Match> matches =
        new Suite(engines == null ? Suite.engines(bf16) : engines, threads, quick)
            .matches(sections);
    List<Measurement> measurements = new ArrayList<>();
    Contests.play(
        matches,
        spec.commandLine(),
        more -> {
          measurements.addAll(more);
          boolean last = measurements.size() == contestants(matches);
          facts.put("complete", last ? "yes" : "no, it was broken off");
          new Results(facts, limits, Sizes.all(), measurements).write(file);
        });
    print.println("wrote " + file);
    return 0;
  }

  private static int contestants(List<Match> matches) {
    return matches.stream().mapToInt(match -> match.contestants().size()).sum();
  }

  /** Before minutes are spent. */
  private void checkUsage() {
    threads.forEach(count -> Task.checkCounts(count, 1));
    if (threads.stream().distinct().count() < threads.size()) {
      throw new IllegalArgumentException("--threads " + threads + " has a number twice");
    }
    Set<Engine> seen = EnumSet.noneOf(Engine.class);
    for (Engine engine : engines == null ? List.<Engine>of() : engines) {
      engine.requireHere();
      if (!seen.add(engine)) {
        throw new IllegalArgumentException(engine + " takes part twice");
      }
    }
    // The greatest suite that there can be: whether bfloat16 takes part by itself is known later.
    List<Engine> all = engines == null ? Suite.engines(true) : engines;
    if (new Suite(all, threads, quick).matches(sections).isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "the sections %s have no match for the engines %s on %s threads",
              sections, all, threads));
    }
  }

  /** As it is repeated in the project's root; where that lies is the script's affair. */
  private String command() {
    boolean script = arguments.length > 1 && arguments[0].equals(PROJECT);
    List<String> own = List.of(arguments).subList(script ? 2 : 0, arguments.length);
    return ("benchmarks/measure " + String.join(" ", own)).strip();
  }

  /** Beside the sources. */
  private Path defaultFile(Map<String, String> facts) {
    Path folder = project.resolve("benchmarks/results");
    String cpu = facts.get("CPU").replaceAll(", \\d+ processors.*", "");
    String name = cpu.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("-$", "");
    return folder.resolve(facts.get("date") + "-" + name + (quick ? "-quick" : "") + ".json");
  }
}
