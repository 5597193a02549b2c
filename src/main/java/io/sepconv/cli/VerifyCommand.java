package io.sepconv.cli;

import io.sepconv.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: models against the outputs recorded with them. */
@Command(
    name = "verify",
    description = {
      "Runs models and compares their outputs with recorded ones.",
      "An output agrees when max|a-b| <= 1e-4 * max|ref|; in BF16 the factor is 2e-2, and the"
          + " largest element must be where the recorded output has one as large by that margin."
          + " Prints a line for each case, then 'N passed, N failed, N unsupported'; a broken case"
          + " counts as failed.",
      "Several cases run at the same time, each on one thread unless --threads says more; the lines"
          + " keep the order of the cases."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nA case is a folder in the layout of the ONNX backend tests: model.onnx beside folders",
      "test_data_set_0, ... with input_0.pb, ... and output_0.pb, ...",
      "%nThe line of a case begins with",
      "  pass         its outputs agree",
      "  FAIL         an output does not agree, or sepconv failed",
      "  unsupported  the model needs an operator that sepconv does not have",
      "  broken       a file is missing, damaged, does not fit the others, or needs more memory",
      "%nExits with 0 only if nothing failed and nothing is unsupported.",
      "%nExamples:",
      "  sepconv verify golden/blazeface golden/classifier",
      "  sepconv verify --backend onednn --threads 1 onnx/backend/test/data",
      "  sepconv verify --list cases.txt --report verify.xml onnx/backend/test/data"
    })
final class VerifyCommand implements Callable<Integer> {
  /** What the report calls the whole. */
  private static final String SUITE = "sepconv.verify";

  @Spec private CommandSpec spec;

  @Mixin private BackendOptions backend;

  @Mixin private LimitOptions limits;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "A case, or a folder with cases anywhere below it.")
  private List<Path> roots;

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description =
          "Runs only the cases that this file names: folders relative to DIR, one to a line, blank"
              + " lines and # comments aside. One that does not exist is broken.")
  private Path list;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes the results to this file too, in JUnit's XML format.")
  private Path reportFile;

  @Override
  public Integer call() throws IOException {
    List<GoldenCase> cases = cases();
    int atOnce = backend.share(cases.size());
    String headline = backend.headline();
    ModelOptions options = limits.applyTo(backend.modelOptions());
    List<GoldenCheck> checks =
        cases.stream().map(golden -> new GoldenCheck(golden, options)).toList();
    if (reportFile == null) {
      return new CheckRun(spec, atOnce, null).run(headline, checks);
    }
    try (JUnitReport report = JUnitReport.open(reportFile)) {
      int exitCode = new CheckRun(spec, atOnce, report).run(headline, checks);
      report.write(SUITE, headline);
      return exitCode;
    }
  }

  private List<GoldenCase> cases() throws IOException {
    if (list != null && roots.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "--list names cases below one DIR, and these are several: " + roots);
    }
    if (list != null) {
      return GoldenCase.listed(list, roots.get(0));
    }
    List<GoldenCase> cases = GoldenCase.find(roots);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException(
          "no case found below "
              + roots
              + ": a case is a folder with model.onnx and"
              + " test_data_set_0/input_0.pb, output_0.pb");
    }
    return cases;
  }
}
