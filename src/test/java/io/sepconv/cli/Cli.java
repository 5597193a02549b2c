package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/**
 * One command as a user would type it, with what it wrote.
 *
 * @param exitCode see {@link ExitCode}
 * @param out standard output
 * @param err standard error
 */
record Cli(int exitCode, String out, String err) {

  /** Runs a command; paths and numbers stand for their text. */
  static Cli run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Main.run(new PrintWriter(out), new PrintWriter(err), strings(args));
    return new Cli(exitCode, out.toString(), err.toString());
  }

  /** Runs a single command object with the error handling of the real command line. */
  static Cli run(CommandLine line, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    PrintWriter outWriter = new PrintWriter(out);
    int exitCode = SepconvCommand.execute(line, outWriter, new PrintWriter(err), strings(args));
    outWriter.flush();
    return new Cli(exitCode, out.toString(), err.toString());
  }

  private static String[] strings(Object... args) {
    return Arrays.stream(args)
        .map(arg -> arg instanceof Path path ? path.toString() : String.valueOf(arg))
        .toArray(String[]::new);
  }

  List<String> lines() {
    return out.lines().toList();
  }

  String lastLine() {
    return lines().get(lines().size() - 1);
  }

  /** Ended well and said nothing on the error stream. */
  Cli assertDone() {
    assertEquals(ExitCode.DONE, exitCode, () -> out + err);
    assertEquals("", err);
    return this;
  }

  /** Ended with exit code 2 and a single line that holds the given texts. */
  void assertRefused(String... texts) {
    assertEquals(ExitCode.BAD_INPUT, exitCode, () -> out + err);
    assertOneLine(texts);
  }

  /** Wrote a single line to the error stream that holds the given texts. */
  void assertOneLine(String... texts) {
    assertEquals(1, err.lines().count(), err);
    assertTrue(err.startsWith("sepconv: "), err);
    for (String text : texts) {
      assertTrue(err.contains(text), () -> "no '" + text + "' in: " + err);
    }
  }
}
