package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.ValueType;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code profile}: where the time of a run goes. */
@Command(
    name = "profile",
    description = {
      "Times every step of an ONNX model: problem, implementation, layout, time, GFLOP/s, share of"
          + " the machine's peak, bytes of operands and results, and those a second. --html draws it.",
      WarmUp.RULE,
      "A run that times its steps waits for each of them; it is compared with whole runs, measured"
          + " in turn with it."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nThe peak is measured: the best run of a matrix product on the best backend that can run,"
          + " whatever is profiled, on as many threads. So is the memory: the best run of Relu over"
          + " 64 MiB, read plus written.",
      "Segments are n for native code, j for Java. Inputs are seeded random numbers.",
      "%nExamples:",
      "  sepconv profile model.onnx --threads 1",
      "  sepconv profile model.onnx --shape 1x3x224x224 --runs 100",
      "  sepconv profile model.onnx --html profile.html"
    })
final class ProfileCommand implements Callable<Integer> {
  private static final long SEED = 1;
  private static final String UNSTEADY = "the " + WarmUp.UNSTEADY;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file;

  @Mixin private ShapeOptions sizes;

  @Option(
      names = "--runs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Runs that each median is taken of (default: ${DEFAULT-VALUE}).")
  private int runs;

  @Option(
      names = "--html",
      paramLabel = "F",
      description =
          "Also write a page with a bar per step, the roofline, the arena over time and the table:"
              + " one file that needs no network. One that is there is replaced.")
  private Path html;

  @Option(
      names = "--plan",
      paramLabel = "F",
      description =
          "Also write the native plan, without weights, to the file F: native/bench times the same"
              + " steps without a JVM.")
  private Path plan;

  @Mixin private BackendOptions backend;

  @Mixin private LimitOptions limits;

  @Override
  public Integer call() throws IOException {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs must be at least 1, not " + runs);
    }
    if (html != null) {
      OutputFiles.require(html);
    }
    PrintWriter out = spec.commandLine().getOut();
    String headline = backend.headline();
    ModelOptions options = limits.applyTo(backend.modelOptions());
    try (BenchCase model = BenchCase.open(file, options, sizes.shapes(), sizes.batch(), SEED)) {
      out.println(headline);
      model
          .inputs()
          .forEach((name, input) -> out.println("input " + TensorSummary.of(name, input)));
      if (plan != null) {
        model.savePlan(plan);
        out.println("plan: " + plan);
      }
      Optional<FmaPeak> peak = FmaPeak.measure(options.threads(), model.report().precision());
      String reached =
          peak.map(FmaPeak::describe).orElse("not measured, only the reference can run");
      out.println("peak: " + reached);
      Optional<MemoryBandwidth> memory = MemoryBandwidth.measure(options.threads());
      memory.ifPresent(m -> out.println("memory: " + m.describe()));
      out.println(model.report().arena().summary());
      WarmUp warmUp = WarmUp.of(model::run);
      List<LayerReport> layers = model.report().layers();
      ProfileTable table = new ProfileTable(layers, measure(model, layers.size()), peak);
      table.render().forEach(out::println);
      table.summary().forEach(out::println);
      String sum = sum(table.total() / 1e6, model.times());
      out.println(sum);
      if (!warmUp.steady()) {
        out.println(UNSTEADY);
      }
      if (html != null) {
        Map<String, String> facts = facts(headline, model);
        facts.put("peak", reached);
        memory.ifPresent(m -> facts.put("memory", m.describe()));
        facts.put("times", sum + (warmUp.steady() ? "" : "; " + UNSTEADY));
        Files.writeString(html, new ProfilePage(model.report(), table, memory, facts).html());
        out.println("drawn in " + html);
      }
    }
    return ExitCode.DONE;
  }

  /** What was measured where. */
  private Map<String, String> facts(String headline, BenchCase model) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("file", file.toString());
    model
        .inputs()
        .forEach((name, input) -> facts.put("input " + name, ValueType.of(input).toString()));
    facts.put("backend", headline.substring(headline.indexOf(' ') + 1));
    facts.put("machine", Machine.describe());
    facts.put("version", BuildInfo.read().toString());
    facts.put("command", commandLine());
    facts.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return facts;
  }

  /** The command as a shell would take it. */
  private String commandLine() {
    return spec.root().commandLine().getParseResult().originalArgs().stream()
        .map(arg -> arg.matches("[\\w./=:,+-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" ", "sepconv ", ""));
  }

  /** The median of each step, in nanoseconds. Whole runs in between are kept by the model. */
  private double[] measure(BenchCase model, int steps) {
    long[][] times = new long[steps][runs];
    for (int run = 0; run < runs; run++) {
      model.timedRun();
      long[] nanos = model.profile();
      for (int step = 0; step < steps; step++) {
        times[step][run] = nanos[step];
      }
    }
    double[] medians = new double[steps];
    for (int step = 0; step < steps; step++) {
      medians[step] = Timing.median(times[step]);
    }
    return medians;
  }

  private static String sum(double steps, RunTimes whole) {
    return String.format(
        Locale.ROOT,
        "sum of the steps %,.3f ms, a whole run %,.3f ms (median of %d): %.3f of it",
        steps,
        whole.medianMillis(),
        whole.runs(),
        steps / whole.medianMillis());
  }
}
