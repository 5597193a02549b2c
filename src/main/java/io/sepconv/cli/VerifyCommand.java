package io.sepconv.cli;

import io.sepconv.ModelOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: models against the outputs recorded with them. */
@Command(
    name = "verify",
    description = {
      "Runs models and compares their outputs with recorded ones.",
      "An output agrees when max|a-b| <= 1e-4 * max|ref|. Prints a line for each case, then"
          + " 'N passed, N failed, N unsupported'; a broken case counts as failed."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nA case is a folder in the layout of the ONNX backend tests: model.onnx beside folders",
      "test_data_set_0, ... with input_0.pb, ... and output_0.pb, ...",
      "%nExits with 0 only if nothing failed and nothing is unsupported.",
      "%nExamples:",
      "  sepconv verify golden/blazeface golden/classifier",
      "  sepconv verify --backend onednn --threads 1 onnx/backend/test/data"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BackendOptions backend;

  @Mixin private LimitOptions limits;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "A case, or a folder with cases anywhere below it.")
  private List<Path> roots;

  @Override
  public Integer call() throws IOException {
    List<GoldenCase> cases = GoldenCase.find(roots);
    if (cases.isEmpty()) {
      throw new IllegalArgumentException(
          "no case found below "
              + roots
              + ": a case is a folder with model.onnx and"
              + " test_data_set_0/input_0.pb, output_0.pb");
    }
    String headline = backend.headline();
    ModelOptions options = limits.applyTo(backend.modelOptions());
    spec.commandLine().getOut().println(headline);
    return new CheckRun(spec)
        .run(cases.stream().map(golden -> new GoldenCheck(golden, options)).toList());
  }
}
