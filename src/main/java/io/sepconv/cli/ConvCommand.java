package io.sepconv.cli;

import io.sepconv.ModelOptions;
import io.sepconv.backend.ReferenceBackend;
import io.sepconv.op.ConvSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code conv}: single convolutions against the reference. */
@Command(
    name = "conv",
    description = {
      "Runs convolutions and compares each with the reference evaluator.",
      "The data are small seeded integers, so results must be equal to the last bit. What runs on"
          + " the reference evaluator is itself compared with the definition in integer"
          + " arithmetic.",
      "Several problems run at the same time, each on one thread unless --threads says more; the"
          + " lines keep the order of the problems."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nA problem is written as oneDNN's benchdnn does: g (groups), mb (images, 2 unless given),"
          + " ic",
      "and oc (channels), then i, o, k, s, d, p (input, output, kernel, stride, dilation where 0"
          + " is",
      "dense, padding before the input), each with the axis d, h or w; a missing w equals h.",
      "%nExamples:",
      "  sepconv conv mb1ic3ih224oc32kh3sh2ph1",
      "  sepconv conv --backend onednn --mb 1 'g32ic32ih112oc32oh112kh3ph1n\"depthwise\"'",
      "  sepconv conv --mb 1 --batch shapes_mobilenet --batch shapes_tails"
    })
final class ConvCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private BackendOptions backend;

  @Parameters(paramLabel = "PROBLEM", arity = "0..*", description = "Problems to run.")
  private List<String> problems = List.of();

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description = "A file of problems, one to a line; may be given several times.")
  private List<Path> batches = List.of();

  @Option(
      names = "--mb",
      paramLabel = "N",
      description = "Images at once, instead of what the problems say.")
  private Integer minibatch;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the data (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--float",
      description = "Uniform floats in [-1, 1) and a tolerance of 1e-4 of the largest value.")
  private boolean floats;

  private final ConvOracle forced;

  ConvCommand() {
    this(null);
  }

  /**
   * For tests of the failure path.
   *
   * @param forced the oracle to use, or null to choose it by backend and data
   */
  ConvCommand(ConvOracle forced) {
    this.forced = forced;
  }

  @Override
  public Integer call() throws IOException {
    List<ConvSpec> specs = specs();
    int atOnce = backend.share(specs.size());
    String headline = backend.headline();
    ModelOptions options = backend.modelOptions();
    ConvOracles oracles = forced == null ? oracles() : new ConvOracles(forced, forced);
    List<ConvCheck> checks = new ArrayList<>();
    for (ConvSpec problem : specs) {
      checks.add(
          new ConvCheck(
              problem, seed, floats ? ConvData::floats : ConvData::integers, options, oracles));
    }
    return new CheckRun(spec, atOnce, null).run(headline, checks);
  }

  private List<ConvSpec> specs() throws IOException {
    List<ConvSpec> specs = new ArrayList<>();
    for (String problem : problems) {
      specs.add(ConvSpec.parse(problem));
    }
    for (Path batch : batches) {
      specs.addAll(ConvProblems.read(batch));
    }
    if (specs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "no problem given: name some, or a file of them with --batch");
    }
    if (minibatch != null) {
      specs.replaceAll(problem -> problem.withMinibatch(minibatch));
    }
    return specs;
  }

  /** The reference must not be its own judge, not for a single layer. */
  private ConvOracles oracles() {
    if (!floats) {
      return new ConvOracles(ConvOracle.REFERENCE_EXACTLY, new DefinitionOracle(seed));
    }
    if (backend.chosen().name().equals(ReferenceBackend.NAME)) {
      throw new ParameterException(
          spec.commandLine(),
          "--float compares with the reference evaluator, which the reference backend is;"
              + " choose another --backend, or leave --float out");
    }
    return new ConvOracles(ConvOracle.REFERENCE_CLOSELY, null);
  }
}
