package io.sepconv.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs checks one after the other: a line for each as it ends, then the closing line. On a terminal
 * a bar shows how far it is.
 */
final class CheckRun {
  private final CommandLine line;

  /**
   * @param spec the command that runs the checks
   */
  CheckRun(CommandSpec spec) {
    this.line = spec.commandLine();
  }

  /**
   * Runs the checks in their order.
   *
   * @return the exit code
   */
  int run(List<? extends Check> checks) {
    Tally tally = new Tally();
    try (Progress progress = Progress.start(line.getOut(), checks.size())) {
      for (Check check : checks) {
        CheckResult result = run(check);
        tally.add(result);
        progress.println(result.line());
        progress.step();
        printStackTrace(result);
      }
    }
    line.getOut().println(tally.closingLine());
    return tally.exitCode();
  }

  /** One bad check must not end a run of thousands, so errors of the JVM are results as well. */
  private static CheckResult run(Check check) {
    try {
      return check.run();
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return CheckResult.of(check.name(), e);
    }
  }

  private void printStackTrace(CheckResult result) {
    if (result.cause() != null && SepconvCommand.isDebug(line.getCommandSpec())) {
      result.cause().printStackTrace(line.getErr());
    }
  }
}
