package io.sepconv.cli;

import io.sepconv.Model;
import io.sepconv.ModelReport;
import io.sepconv.graph.GraphInput;
import io.sepconv.onnx.OnnxTensors;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: one inference. */
@Command(
    name = "run",
    description = {
      "Runs an ONNX model once and summarises its outputs.",
      "Inputs come from files or, without --input, are seeded random numbers: floats in [-1, 1),"
          + " integers 0 or 1."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nA picture is scaled to the size of the input; the layout, [1,3,H,W] or [1,H,W,3], follows",
      "from the model.",
      "%nExamples:",
      "  sepconv run model.onnx --shape 1x3x224x224 --report",
      "  sepconv run model.onnx --input left=a.npy --input right=b.npy --save out",
      "  sepconv run classifier.onnx --input cat.jpg --mean .485,.456,.406 --std .229,.224,.225"
    })
final class RunCommand implements Callable<Integer> {
  /** How an output is written. */
  enum Format {
    NPY,
    PB
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
  private Path file;

  @Option(
      names = "--input",
      paramLabel = "[NAME=]FILE",
      description =
          "A .pb (ONNX TensorProto), a .npy or a picture; once for each input. Without NAME, files"
              + " belong to the inputs in their order.")
  private List<String> files = List.of();

  @Option(
      names = "--shape",
      paramLabel = "[NAME=]SIZES",
      description = "Sizes like 1x3x224x224 for an input whose sizes the model leaves open.")
  private List<String> shapes = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of random inputs (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private PictureOptions pictures;

  @Option(names = "--save", paramLabel = "DIR", description = "Write every output into a folder.")
  private Path folder;

  @Option(
      names = "--format",
      paramLabel = "F",
      defaultValue = "NPY",
      description = "How --save writes: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--report",
      description = "Show for each layer its problem, implementation, layout, MACs and bytes.")
  private boolean report;

  @Mixin private BackendOptions backend;

  @Mixin private LimitOptions limits;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    String headline = backend.headline();
    try (Model model =
        Model.load(InputFiles.require(file), limits.applyTo(backend.modelOptions()))) {
      RunInputs given = new RunInputs(model.inputs(), shapes);
      Map<String, Tensor> inputs =
          files.isEmpty() ? given.random(seed) : given.read(files, pictures);
      out.println(headline);
      for (GraphInput input : model.inputs()) {
        out.println("input " + TensorSummary.of(input.name(), inputs.get(input.name())));
      }
      ModelReport compiled = model.reportLike(inputs);
      long start = System.nanoTime();
      Map<String, Tensor> outputs = model.run(inputs);
      double millis = (System.nanoTime() - start) / 1e6;
      for (String output : model.outputs()) {
        out.println("output " + TensorSummary.of(output, outputs.get(output)));
      }
      out.println(
          String.format(
              Locale.ROOT,
              "compiled in %.1f ms, ran in %.1f ms (first run, not warmed up)",
              compiled.compileMillis(),
              millis));
      if (folder != null) {
        save(outputs, out);
      }
      if (report) {
        out.println();
        out.print(compiled);
      }
    }
    return ExitCode.DONE;
  }

  private void save(Map<String, Tensor> outputs, PrintWriter out) throws IOException {
    Files.createDirectories(folder);
    int index = 0;
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Path target = folder.resolve(fileName(index++, output.getKey()));
      if (format == Format.NPY) {
        NpyFile.write(target, output.getValue());
      } else {
        OnnxTensors.write(target, output.getKey(), output.getValue());
      }
      out.println("saved " + target);
    }
  }

  /** The number keeps names apart that differ only in what a file name cannot hold. */
  private String fileName(int index, String output) {
    String safe = output.replaceAll("[^A-Za-z0-9._-]", "_");
    String suffix = format.name().toLowerCase(Locale.ROOT);
    return "output_" + index + (safe.isEmpty() ? "" : "_" + safe) + "." + suffix;
  }
}
