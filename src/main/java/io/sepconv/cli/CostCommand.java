package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cost}: what a convolution costs as it is, as a column and a row, as depthwise and 1x1. */
@Command(
    name = "cost",
    description = {
      "Counts the multiplications of a convolution, and of the forms that could stand in its place:"
          + " a column and a row, or a depthwise convolution and a 1x1; and times them, because a"
          + " saving in multiplications is not a saving in time.",
      "Without arguments it counts the layers of the article 'Understanding separable convolutions'"
          + " (MachineCurve, 2019).",
      "The forms have the layer's shapes; they give its values only where its weights allow it."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nMultiplications are those of all positions of the result, padding included. MACs/byte is"
          + " the arithmetic intensity: operands and weights read once, results written once.",
      WarmUp.RULE,
      "%nExamples:",
      "  sepconv cost",
      "  sepconv cost mb1ic64ih56oc64kh3ph1 --threads 1",
      "  sepconv cost mobilenet_v1.onnx",
      "  sepconv cost model.onnx --shape 1x3x224x224 --time --backend java"
    })
final class CostCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "PROBLEM|MODEL",
      arity = "0..*",
      description = "Convolutions as the command conv takes them, or ONNX files (.onnx).")
  private List<String> subjects = List.of();

  @Option(
      names = "--time",
      negatable = true,
      description =
          "Time the forms on the backend, or do not (default: time problems, not the layers of"
              + " models).")
  private Boolean time;

  @Option(
      names = "--channels",
      paramLabel = "N",
      description =
          "Channels between column and row (default: as many as the layer has outputs). 1 is one"
              + " kernel that is an outer product.")
  private Integer channels;

  @Mixin private ShapeOptions sizes;

  @Mixin private BackendOptions backend;

  @Mixin private LimitOptions limits;

  @Override
  public Integer call() throws IOException {
    if (channels != null && channels < 1) {
      throw new ParameterException(
          spec.commandLine(), "--channels must be at least 1, not " + channels);
    }
    if (channels != null && subjects.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--channels is for a problem or a model: give one");
    }
    if (subjects.stream().noneMatch(CostCommand::isModel) && sizes.given()) {
      throw new ParameterException(
          spec.commandLine(), "--batch and --shape are for models; a problem says its own sizes");
    }
    PrintWriter out = spec.commandLine().getOut();
    ModelOptions options = limits.applyTo(backend.modelOptions());
    boolean problems = subjects.stream().anyMatch(subject -> !isModel(subject));
    boolean times = time == null ? problems || subjects.isEmpty() : time;
    if (times) {
      out.println(backend.headline());
    }
    FormTimer timer = new FormTimer(options);
    if (subjects.isEmpty()) {
      article(out, times ? timer : null);
    }
    for (String subject : subjects) {
      if (isModel(subject)) {
        model(out, subject, options, times && time != null ? timer : null);
      } else {
        problem(out, ConvSpec.parse(subject), times ? timer : null);
      }
    }
    if (!timer.steady()) {
      out.println("some " + WarmUp.UNSTEADY);
    }
    return ExitCode.DONE;
  }

  private static boolean isModel(String subject) {
    return subject.endsWith(".onnx") || Files.exists(Path.of(subject));
  }

  /** The article's examples; what it counts otherwise is said. */
  private static void article(PrintWriter out, FormTimer timer) {
    out.println("ten kernels of 3 x 3 over a picture of 15 x 15 and 3 channels");
    CostForms layer = CostForms.of(ConvSpec.parse("mb1ic3ih15oc10kh3"), 0);
    layer = new CostForms(layer.problem(), List.of(layer.forms().get(0), layer.forms().get(2)));
    table(out, layer, timer);
    out.println("1/N + 1/k² of the direct layer's: 1/10 + 1/9 = 21.1 %");
    out.println();
    out.println("one kernel of 3 x 3 over a picture of 15 x 15 and 1 channel");
    CostForms kernel = CostForms.of(ConvSpec.parse("mb1ic1ih15oc1kh3"), 1);
    kernel = new CostForms(kernel.problem(), List.of(kernel.forms().get(0), kernel.forms().get(1)));
    table(out, kernel, timer);
    out.println(
        "The article says 585 + 585 = 1,170: it counts 13 x 15 positions twice, and the second pass has"
            + " 13 x 13.");
  }

  private void problem(PrintWriter out, ConvSpec problem, FormTimer timer) {
    out.println(problem);
    if (channels() % problem.groups() != 0) {
      throw new ParameterException(
          spec.commandLine(),
          String.format(
              "--channels %d: the %d groups of %s must divide it",
              channels(), problem.groups(), problem));
    }
    CostForms forms = CostForms.of(problem, channels());
    table(out, forms, timer);
    if (forms.forms().size() == 1) {
      out.println("a " + problem.kind() + " convolution of this window cannot be split");
    }
  }

  /** Between column and row; 0 where it is left to the layer. */
  private int channels() {
    return channels == null ? 0 : channels;
  }

  private static void table(PrintWriter out, CostForms forms, FormTimer timer) {
    List<Double> millis = timer == null ? List.of() : timer.millis(forms.costs());
    CostTable.render(forms, millis).forEach(out::println);
  }

  private void model(PrintWriter out, String subject, ModelOptions options, FormTimer timer)
      throws IOException {
    Path file = InputFiles.require(Path.of(subject));
    Graph graph = OnnxReader.read(file, options.limits());
    Map<String, Tensor> inputs = sizes.of(graph.inputs()).random(SEED);
    CostOfModel cost =
        new CostOfModel(subject, graph.withInputs(inputs), channels(), options.limits());
    try (Progress progress = Progress.start(out, timer == null ? 0 : cost.problems())) {
      List<String> lines = cost.render(timer, progress::step);
      progress.println(subject);
      lines.forEach(progress::println);
    }
  }
}
