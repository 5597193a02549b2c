package io.sepconv.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the commands of the benchmarks have in common, and how they play matches. */
public final class Contests {
  private static final int DISAGREE = 1;
  private static final int BAD_USAGE = 2;
  private static final int FAILED = 3;
  private static final int WIDTH = 100;

  /** Whether Ctrl-C is ending this process; what then goes wrong with the children is its doing. */
  private static volatile boolean ending;

  private Contests() {}

  /** Takes what a match has given. */
  interface Sink {
    void take(List<Measurement> match) throws IOException;
  }

  /** What Ctrl-C would leave: the children, which notice only when they next read, and files. */
  static void endChildrenWithThisProcess() {
    Runtime.getRuntime().addShutdownHook(new Thread(Contests::cleanUp));
  }

  private static void cleanUp() {
    ending = true;
    List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
    SharedFolder.ofThisProcess().close();
  }

  /**
   * Parses options into a command of picocli, runs it, and says what fails in one line.
   *
   * @return 0, 1 if outputs disagree, 2 for bad usage or a file that is not there, 3 for the rest
   */
  public static int execute(Object command, PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(command)
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(WIDTH)
        .setParameterExceptionHandler((e, given) -> report(err, e.getCommandLine(), e, BAD_USAGE))
        .setExecutionExceptionHandler((e, line, parsed) -> report(err, line, e, exitCode(e)))
        .execute(args);
  }

  private static int exitCode(Exception e) {
    if (e instanceof DisagreementException) {
      return DISAGREE;
    }
    return e instanceof IllegalArgumentException || e instanceof NoSuchFileException
        ? BAD_USAGE
        : FAILED;
  }

  private static int report(PrintWriter err, CommandLine line, Exception e, int exitCode) {
    boolean told =
        e instanceof IllegalArgumentException
            || e instanceof DisagreementException
            || e instanceof ParticipantException
            || e instanceof ParameterException;
    if (!ending) {
      // A script goes by its path in the project.
      String name = line.getCommandName().toLowerCase(Locale.ROOT).replaceAll(".*/", "");
      err.println(name + ": " + (told ? e.getMessage() : describe(e)));
    }
    return exitCode;
  }

  private static String describe(Exception e) {
    return e instanceof NoSuchFileException ? "there is no file " + e.getMessage() : e.toString();
  }

  /** Plays matches, and prints a table that grows with each. */
  static void play(List<Match> matches, CommandLine line, Sink sink) throws IOException {
    ContestTable table = new ContestTable(matches);
    try (SharedFolder folder = SharedFolder.create();
        Progress progress = Progress.start(line.getErr())) {
      for (int i = 0; i < matches.size(); i++) {
        String place = i + 1 + "/" + matches.size() + " ";
        List<Measurement> more =
            matches.get(i).play(folder.path(), text -> progress.show(place + text));
        progress.show("");
        table.lines(more).forEach(line.getOut()::println);
        sink.take(more);
      }
    }
    table.footnotes().forEach(line.getOut()::println);
  }
}
