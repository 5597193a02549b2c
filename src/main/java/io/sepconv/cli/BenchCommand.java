package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.backend.Precision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: how long a run takes. */
@Command(
    name = "bench",
    description = {
      "Times runs of an ONNX model on direct buffers: median, minimum and 99th percentile.",
      WarmUp.RULE,
      "first ms is the first run of all. warm-up ms is the time from its start until runs take at most"
          + " 10 %% more than the median: to the end of the first that does, as does the median of"
          + " the 5 runs around it (or of those within 25 ms), and as do those medians in nine tenths"
          + " of the time that follows; 'not reached' if there is none.",
      "Several backends are measured in turns of 50 ms; the first run of a turn does not count. They"
          + " warm up one after the other, in the order given, and what is measured later in a process"
          + " finds compiled what an earlier case has used: to compare warm-ups, measure one case at a"
          + " time."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nInputs are seeded random numbers: floats in [-1, 1), integers 0 or 1. The reference"
          + " backend uses one",
      "thread, however many it is given.",
      "%nExamples:",
      "  sepconv bench model.onnx --threads 1,2 --batch 1,8",
      "  sepconv bench model.onnx --backend onednn,java --runs 50 --json"
    })
final class BenchCommand implements Callable<Integer> {
  private static final long SEED = 1;
  private static final double DEFAULT_SECONDS = 2;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      split = ",",
      description =
          "auto, onednn, java or reference, or several with commas. Default: the property"
              + " sepconv.backend, then the variable SEPCONV_BACKEND, then auto.")
  private List<String> backends = new ArrayList<>();

  @Option(
      names = "--precision",
      paramLabel = "P",
      split = ",",
      description = "Arithmetic inside the network: ${COMPLETION-CANDIDATES} (default: F32).")
  private List<Precision> precisions = new ArrayList<>();

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      description =
          "Threads of one run, or several such numbers with commas (default: the processors granted"
              + " to this process).")
  private List<Integer> threads = new ArrayList<>();

  @Option(
      names = "--batch",
      paramLabel = "N",
      split = ",",
      description =
          "Size of axis 0 of the inputs that leave it open, or several with commas (default: what"
              + " --shape says, else 1).")
  private List<Integer> batches = new ArrayList<>();

  @Option(
      names = "--shape",
      paramLabel = "[NAME=]SIZES",
      description = "Sizes like 1x3x224x224 for an input whose sizes the model leaves open.")
  private List<String> shapes = List.of();

  @ArgGroup private Length length = new Length();

  @Option(
      names = "--json",
      description =
          "Print an array of {model, backend, precision, threads, batch, firstMs, warmUpMs,"
              + " medianMs, minMs, p99Ms, runs} and nothing else; warmUpMs is null where it was not"
              + " reached.")
  private boolean json;

  @Mixin private KernelOptions kernels;

  @Mixin private LimitOptions limits;

  private final Set<String> told = new HashSet<>();

  /** One or the other. */
  private static final class Length {
    @Option(names = "--runs", paramLabel = "N", description = "Timed runs of each case.")
    private Integer runs;

    @Option(
        names = "--seconds",
        paramLabel = "S",
        description = "Seconds of timed runs of each case, from 3 runs on (default: 2).")
    private Double seconds;

    BenchRounds rounds() {
      return runs != null
          ? BenchRounds.ofRuns(runs)
          : BenchRounds.ofSeconds(seconds == null ? DEFAULT_SECONDS : seconds);
    }
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    BenchRounds rounds = length.rounds();
    List<String> headlines = new ArrayList<>();
    for (int count : orDefault(threads, ModelOptions.defaults().threads())) {
      for (ModelOptions options : sideBySide(count)) {
        headlines.add(BackendOptions.headline(options));
      }
    }
    headlines.forEach(this::tell);
    List<BenchResult> results = new ArrayList<>();
    for (int count : orDefault(threads, ModelOptions.defaults().threads())) {
      for (Integer batch : orDefault(batches, null)) {
        results.addAll(measure(sideBySide(count), batch, rounds));
      }
    }
    if (json) {
      out.println(BenchResult.json(results));
      return ExitCode.DONE;
    }
    BenchResult.table(results).forEach(out::println);
    if (results.stream().anyMatch(result -> !result.warmUp().steady())) {
      out.println("* its " + WarmUp.UNSTEADY);
    }
    return ExitCode.DONE;
  }

  /** What is measured in turns: every backend at every precision. */
  private List<ModelOptions> sideBySide(int threads) {
    List<ModelOptions> all = new ArrayList<>();
    for (String backend : orDefault(backends, null)) {
      for (Precision precision : orDefault(precisions, Precision.F32)) {
        ModelOptions options = kernels.applyTo(limits.applyTo(ModelOptions.defaults()));
        options = backend == null ? options : options.backend(backend);
        all.add(options.threads(threads).precision(precision));
      }
    }
    return all;
  }

  /** Prints a line unless it has been printed, or nothing but JSON may be. */
  private void tell(String line) {
    if (!json && told.add(line)) {
      spec.commandLine().getOut().println(line);
    }
  }

  private static <T> List<T> orDefault(List<T> given, T otherwise) {
    return given.isEmpty() ? Collections.singletonList(otherwise) : given;
  }

  private List<BenchResult> measure(List<ModelOptions> all, Integer batch, BenchRounds rounds)
      throws IOException {
    List<BenchCase> cases = new ArrayList<>();
    try {
      for (ModelOptions options : all) {
        cases.add(BenchCase.open(file, options, shapes, batch, SEED));
      }
      cases
          .get(0)
          .inputs()
          .forEach((name, input) -> tell("input " + TensorSummary.of(name, input)));
      List<WarmUp> warmUps = cases.stream().map(c -> WarmUp.of(c::run)).toList();
      rounds.measure(cases);
      List<BenchResult> results = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        String model = file.getFileName().toString();
        results.add(cases.get(i).result(model, warmUps.get(i)));
      }
      return results;
    } finally {
      cases.forEach(BenchCase::close);
    }
  }
}
