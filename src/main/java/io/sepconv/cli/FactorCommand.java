package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.backend.Precision;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Conv;
import io.sepconv.separable.FactorProgress;
import io.sepconv.separable.ModelFactorizer;
import io.sepconv.separable.SplitDecision;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code factor}: splits the layers of a model where that pays. */
@Command(
    name = "factor",
    description = {
      "Splits the convolutions of an ONNX model into a column and a row, or into depthwise and 1x1"
          + " ones, where that is faster on the backend and the outputs stay within a budget, and"
          + " writes the model that results.",
      "Says of every convolution how it was split, or why not. Where nothing pays, nothing is"
          + " written."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nThe error is the largest difference of an output over its largest value in f32, on the"
          + " inputs of --calibrate; outputs of whole numbers must stay equal. Times are those of each"
          + " layer alone, in turns with its splits where these seem faster; the whole model is"
          + " measured before and after, in turns, and with --max-error nothing is written unless it"
          + " became faster.",
      "%nExamples:",
      "  sepconv factor model.onnx -o fast.onnx --calibrate a.png --calibrate b.png",
      "  sepconv factor model.onnx -o fast.onnx --max-error 0.05 --shape 1x3x224x224 --threads 1",
      "  sepconv factor model.onnx -o small.onnx --max-macs 50%%"
    })
final class FactorCommand implements Callable<Integer> {
  private static final double DEFAULT_ERROR = 0.01;
  private static final long SEED = 1;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      required = true,
      description = "The file to write; one that is there is replaced.")
  private Path output;

  @Option(
      names = "--max-error",
      paramLabel = "E",
      description = "The largest error of the outputs (default: 0.01).")
  private Double maxError;

  @Option(
      names = "--max-macs",
      paramLabel = "N",
      converter = MacBudget.Converter.class,
      description =
          "Instead: come down to N multiplications in all convolutions, or to a share of them like"
              + " 50%%, with little error.")
  private MacBudget maxMacs;

  @Option(
      names = "--calibrate",
      paramLabel = "FILE",
      description =
          "A .pb, .npy or picture for the model's only input; may be given several times (default:"
              + " seeded random numbers, which real pictures are not).")
  private List<String> calibration = List.of();

  @Mixin private ShapeOptions sizes;

  @Mixin private PictureOptions pictures;

  @Mixin private BackendOptions backend;

  @Mixin private LimitOptions limits;

  @Override
  public Integer call() throws IOException {
    if (maxError != null && maxMacs != null) {
      throw new ParameterException(
          spec.commandLine(), "--max-error and --max-macs are two budgets: give one");
    }
    double budget = maxError == null ? DEFAULT_ERROR : maxError;
    if (!(budget > 0 && budget < Double.POSITIVE_INFINITY)) {
      throw new ParameterException(
          spec.commandLine(), "--max-error must be a number above 0, not " + maxError);
    }
    OutputFiles.require(output);
    PrintWriter out = spec.commandLine().getOut();
    ModelOptions options = limits.applyTo(backend.modelOptions());
    String headline = backend.headline();
    Graph graph = OnnxReader.read(InputFiles.require(file), options.limits());
    if (graph.nodes().stream().noneMatch(node -> node.op() instanceof Conv)) {
      throw new IllegalArgumentException(
          file + " has no convolution, so there is nothing to split");
    }
    // A model that cannot be written is refused before anything is measured.
    OnnxWriter.bytes(graph);
    List<Map<String, Tensor>> inputs = inputs(graph);
    out.println(headline);
    if (calibration.isEmpty()) {
      out.println("calibrated on seeded random numbers; --calibrate takes real inputs");
    }
    FactorRun run = new FactorRun(graph, options, inputs);
    if (maxMacs == null) {
      requireAbovePrecision(run.error(graph), budget, options.precision());
    }
    ModelFactorizer factorizer = new ModelFactorizer(graph, inputs.get(0), options.limits(), run);
    long all = factorizer.macs();
    long macs = maxMacs == null ? 0 : maxMacs.of(all);
    if (maxMacs != null && all <= macs) {
      out.printf(
          Locale.ROOT,
          "the model has %,d multiplications, no more than %,d: no file is written%n",
          all,
          macs);
      return ExitCode.DONE;
    }
    ModelFactorizer.Result result;
    try (Progress progress = Progress.start(out, (int) factorizer.candidates())) {
      FactorProgress shown = new Shown(progress);
      result =
          maxMacs == null
              ? factorizer.withinError(budget, run::error, shown)
              : factorizer.withinMacs(macs, run::error, shown);
    }
    FactorTable.render(result.layers()).forEach(out::println);
    if (result.count() == 0) {
      out.println("nothing pays: no file is written");
      return ExitCode.DONE;
    }
    return finish(out, run, graph, result);
  }

  private static void requireAbovePrecision(double itself, double budget, Precision precision) {
    if (itself >= budget) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "--max-error %s: in %s the model as it is differs by %.2g from f32",
              budget,
              precision,
              itself));
    }
  }

  /** A step of the bar for each layer, a line for each step that is tried. */
  private record Shown(Progress progress) implements FactorProgress {
    @Override
    public void measured(String layer) {
      progress.step();
    }

    @Override
    public void tried(String step) {
      progress.println(step);
    }
  }

  private int finish(PrintWriter out, FactorRun run, Graph graph, ModelFactorizer.Result result)
      throws IOException {
    List<Double> millis = run.millis(graph, result.graph());
    long before = result.layers().stream().mapToLong(SplitDecision::macs).sum();
    long after =
        result.layers().stream()
            .mapToLong(layer -> layer.kept().map(kept -> kept.macs()).orElse(layer.macs()))
            .sum();
    out.printf(
        Locale.ROOT,
        "%d of %d convolutions split; error of the outputs %.2g; %,d to %,d multiplications, %s;"
            + " %s to %s ms, %.2f times as fast%n",
        result.count(),
        result.layers().size(),
        result.error(),
        before,
        after,
        CostTable.percent((double) after / before),
        CostTable.millis(millis.get(0)),
        CostTable.millis(millis.get(1)),
        millis.get(0) / millis.get(1));
    boolean faster = millis.get(1) < ModelFactorizer.FASTER * millis.get(0);
    if (maxMacs == null && !faster) {
      out.println(
          "nothing pays: the whole model did not become faster by more than 3 %, so no file is"
              + " written");
      return ExitCode.DONE;
    }
    OnnxWriter.write(output, result.graph());
    out.println("wrote " + output);
    return ExitCode.DONE;
  }

  private List<Map<String, Tensor>> inputs(Graph graph) throws IOException {
    List<Map<String, Tensor>> sets = new ArrayList<>();
    if (!calibration.isEmpty() && graph.inputs().size() != 1) {
      throw new IllegalArgumentException(
          "--calibrate is for models of one input; this one has "
              + graph.inputs().stream().map(GraphInput::name).toList());
    }
    for (String one : calibration) {
      sets.add(sizes.of(graph.inputs()).read(List.of(one), pictures));
    }
    if (sets.isEmpty()) {
      sets.add(sizes.of(graph.inputs()).random(SEED));
    }
    return sets;
  }
}
