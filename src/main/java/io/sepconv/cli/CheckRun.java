package io.sepconv.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Runs checks, several at once: a line for each, in their order, then the closing line. On a
 * terminal a bar shows how far it is.
 */
final class CheckRun {
  private final CommandLine line;
  private final int atOnce;
  private final JUnitReport report;

  /**
   * @param spec the command that runs the checks
   * @param atOnce how many run at the same time, at least 1
   * @param report takes the results as well, or null
   */
  CheckRun(CommandSpec spec, int atOnce, JUnitReport report) {
    this.line = spec.commandLine();
    this.atOnce = atOnce;
    this.report = report;
  }

  /**
   * Prints which backend runs and how many checks at once, then runs them. Where nobody reads the
   * output any more, and no report is wanted, it ends early and quietly.
   *
   * @param headline which backend runs
   * @return the exit code
   */
  int run(String headline, List<? extends Check> checks) {
    line.getOut().println(atOnce == 1 ? headline : headline + "; " + atOnce + " at a time");
    Tally tally = new Tally();
    try (Progress progress = Progress.start(line.getOut(), checks.size());
        CheckWorkers workers = new CheckWorkers(checks, atOnce, progress::step)) {
      for (int i = 0; i < checks.size(); i++) {
        CheckResult result = workers.next();
        tally.add(result);
        progress.println(result.line());
        printStackTrace(result);
        if (report != null) {
          report.add(result);
        } else if (line.getOut().checkError()) {
          return ExitCode.CHECK_FAILED;
        }
      }
    }
    tally.closingLines().forEach(line.getOut()::println);
    return tally.exitCode();
  }

  private void printStackTrace(CheckResult result) {
    if (result.cause() != null && SepconvCommand.isDebug(line.getCommandSpec())) {
      result.cause().printStackTrace(line.getErr());
    }
  }
}
