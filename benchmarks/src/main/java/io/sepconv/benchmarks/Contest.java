package io.sepconv.benchmarks;

import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures sepconv and its rivals on the same networks, each in a process of its own, in turns.
 *
 * <pre>{@code
 * java -cp benchmarks/target/benchmarks.jar io.sepconv.benchmarks.Contest --networks mobilenet_v2
 * }</pre>
 */
@Command(
    name = "Contest",
    description = {
      "Measures sepconv and its rivals on networks of the zoo, in turns, and prints how many times"
          + " as fast each is.",
      "Each runs in a process of its own, from the same ONNX file, on the same seeded input; their"
          + " outputs must agree."
    },
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:two outputs disagree", "2:bad usage", "3:a participant failed"})
public final class Contest implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--networks",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Networks with commas (default: all of the zoo): names of the zoo, and ONNX files, as in"
            + " path/model.onnx, or path/model.onnx@1x3x48x192 where a file leaves sizes of its input"
            + " open."
      })
  private List<String> networks;

  @Option(
      names = "--problem",
      paramLabel = "TEXT",
      description = {
        "A convolution in benchdnn's notation, or several with ' + ' between them; any number of"
            + " times. The networks then are none unless --networks names some."
      })
  private List<String> problems = List.of();

  @Option(
      names = "--engines",
      paramLabel = "ENGINE",
      split = ",",
      defaultValue = "SEPCONV_ONEDNN_F32,ONNXRUNTIME",
      description = "Of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private List<Engine> engines;

  @Option(
      names = "--program",
      paramLabel = "NAME=COMMAND",
      description = {
        "Another participant, any number of times. It speaks the protocol that README.md describes;"
            + " in its words, which blanks separate, {network}, {batch}, {shape}, {outputShape},"
            + " {threads}, {callers}, {model}, {input}, {output} and {plan} are replaced."
      })
  private Map<String, String> programs = new LinkedHashMap<>();

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description =
          "The participant that the others are compared with (default: ONNXRUNTIME if it takes"
              + " part, else the first).")
  private String against;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Threads of one run (default: ${DEFAULT-VALUE}).")
  private List<Integer> threads;

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Pictures of one run (default: ${DEFAULT-VALUE}).")
  private List<Integer> batches;

  @Option(
      names = "--callers",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description =
          "Runs at the same time, each on a session of its own (default: ${DEFAULT-VALUE}).")
  private List<Integer> callers;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description =
          "Seconds of timed runs of each participant, all sets together (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--sets",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "How many processes of each participant are measured, one after the other (default:"
              + " ${DEFAULT-VALUE}).")
  private int sets;

  @Option(
      names = "--turn",
      paramLabel = "MS",
      description = {
        "Milliseconds of a turn (default: "
            + Schedule.TURN_MILLIS
            + ", or "
            + Schedule.CALLERS_MILLIS
            + " for all where --callers is more than 1 somewhere)."
      })
  private Integer turn;

  @Option(
      names = "--json",
      paramLabel = "F",
      description = "Also write the results, and what the table says above them, to this file.")
  private Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private String[] arguments;

  private Contest() {}

  /** Runs a contest and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Contests.endChildrenWithThisProcess();
    PrintWriter out = new PrintWriter(System.out, true);
    System.exit(run(out, new PrintWriter(System.err, true), args));
  }

  /** Runs a contest and returns its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    Contest contest = new Contest();
    contest.arguments = args;
    return Contests.execute(contest, out, err, args);
  }

  @Override
  public Integer call() throws IOException {
    List<Contestant> contestants = contestants();
    Contestant against = against(contestants);
    List<Match> matches = matches(contestants, against);
    Map<String, String> facts = Machine.describe();
    String classPath = System.getProperty("java.class.path");
    facts.put(
        "command", "java -cp " + classPath + " " + name() + " " + String.join(" ", arguments));
    PrintWriter out = spec.commandLine().getOut();
    facts.forEach((name, fact) -> out.printf("%-8s %s%n", name, fact));
    List<Measurement> measurements = new ArrayList<>();
    Contests.play(matches, spec.commandLine(), measurements::addAll);
    if (json != null) {
      new Results(facts, List.of(), List.of(), measurements).write(json);
    }
    return 0;
  }

  private static String name() {
    return Contest.class.getName();
  }

  private List<Contestant> contestants() {
    List<Contestant> all = new ArrayList<>();
    engines.forEach(Engine::requireHere);
    engines.forEach(engine -> all.add(Contestant.of(engine)));
    programs.forEach((name, command) -> all.add(Contestant.program(name, command)));
    Set<String> names = new HashSet<>();
    for (Contestant contestant : all) {
      if (!names.add(contestant.name())) {
        throw new IllegalArgumentException(contestant.name() + " takes part twice");
      }
    }
    return all;
  }

  private Contestant against(List<Contestant> contestants) {
    String name = against == null ? Engine.ONNXRUNTIME.name() : against;
    Optional<Contestant> named =
        contestants.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
    if (against != null && named.isEmpty()) {
      throw new IllegalArgumentException(
          "--against "
              + against
              + " takes no part; there are "
              + contestants.stream().map(Contestant::name).toList());
    }
    return named.orElse(contestants.get(0));
  }

  private List<Match> matches(List<Contestant> contestants, Contestant against) {
    boolean several = callers.stream().anyMatch(count -> count > 1);
    int turnMillis = turn == null ? Schedule.turnMillis(several) : turn;
    Schedule schedule = new Schedule(sets, seconds, turnMillis);
    List<String> networks = this.networks;
    if (networks == null) {
      networks = problems.isEmpty() ? Zoo.names() : List.of();
    }
    List<Match> matches = new ArrayList<>();
    for (int caller : callers) {
      for (int count : threads) {
        for (String problem : problems) {
          matches.add(match(problem, 1, count, caller, contestants, against, schedule));
        }
        for (String network : networks) {
          for (int batch : batches) {
            matches.add(match(network, batch, count, caller, contestants, against, schedule));
          }
        }
      }
    }
    return matches;
  }

  private Match match(
      String workload,
      int batch,
      int threads,
      int callers,
      List<Contestant> contestants,
      Contestant against,
      Schedule schedule) {
    return new Match("contest", workload, batch, threads, callers, contestants, against, schedule);
  }
}
