package io.sepconv.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code sepconv} itself: its global options and its list of commands. */
@Command(
    name = "sepconv",
    description = "Runs convolutional networks through oneDNN or in pure Java.",
    versionProvider = BuildInfo.Provider.class,
    subcommands = {
      InfoCommand.class,
      DemoCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      ConvCommand.class,
      BenchCommand.class,
      ProfileCommand.class,
      SoakCommand.class,
      CostCommand.class,
      FactorCommand.class,
      ExportCommand.class
    },
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a check failed",
      "2:bad usage or bad input",
      "3:sepconv itself failed, or memory ran out"
    },
    footer = {
      "%nExamples:",
      "  sepconv info",
      "  sepconv demo",
      "  sepconv run model.onnx --input pixels.npy --save out",
      "  sepconv verify --backend onednn golden",
      "  sepconv conv 'mb1g32ic32ih112oc32oh112kh3ph1n\"depthwise\"'",
      "  sepconv bench model.onnx --threads 1,2 --batch 1,8",
      "  sepconv profile model.onnx --threads 1",
      "  sepconv soak model.onnx --runs 20000",
      "  sepconv cost mb1ic64ih56oc64kh3ph1",
      "  sepconv factor model.onnx -o fast.onnx --max-error 0.01",
      "  sepconv export mobilenet_v2 -o mobilenet_v2.onnx",
      "%n'sepconv COMMAND --help' says more about each."
    })
final class SepconvCommand implements Callable<Integer> {
  static final String DEBUG = "--debug";

  /** Columns of the help texts. */
  private static final int WIDTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show version and commit and exit.")
  private boolean version;

  @Option(
      names = DEBUG,
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of what goes wrong.")
  private boolean debug;

  /** Runs the command that the arguments name and returns its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return execute(new CommandLine(new SepconvCommand()), out, err, args);
  }

  /** Runs a command line with the error messages and exit codes of sepconv. */
  static int execute(CommandLine line, PrintWriter out, PrintWriter err, String... args) {
    return line.setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(WIDTH)
        .setParameterExceptionHandler((e, given) -> badUsage(e, err, args))
        .setExecutionExceptionHandler((e, command, parsed) -> Failure.of(e).report(err, args))
        .execute(args);
  }

  private static int badUsage(ParameterException e, PrintWriter err, String... args) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    String text = describe(e) + "; see '" + command + " --help'";
    return new Failure(e, Failure.oneLine(text), ExitCode.BAD_INPUT).report(err, args);
  }

  private static String describe(ParameterException e) {
    if (!(e instanceof UnmatchedArgumentException unmatched)) {
      return e.getMessage();
    }
    String first = unmatched.getUnmatched().get(0);
    boolean command = e.getCommandLine().getParent() == null && !unmatched.isUnknownOption();
    String text = command ? "there is no command '" + first + "'" : e.getMessage();
    List<String> close = unmatched.getSuggestions();
    return close.isEmpty() ? text : text + "; did you mean " + String.join(" or ", close) + "?";
  }

  /** Whether stack traces are wanted. */
  static boolean isDebug(CommandSpec command) {
    return command.root().userObject() instanceof SepconvCommand sepconv && sepconv.debug;
  }

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.BAD_INPUT;
  }
}
