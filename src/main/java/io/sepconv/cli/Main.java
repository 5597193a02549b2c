package io.sepconv.cli;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * The entry point of the command line.
 *
 * <p>This class names no class of picocli, which is an optional dependency: without it, it still
 * loads and says what is missing.
 */
public final class Main {
  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    // Numbers look alike everywhere, so that scripts can read them.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    System.exit(run(args));
  }

  /**
   * Runs a command on the standard streams.
   *
   * @param args the command and its options; none prints the help
   * @return the exit code, see {@link ExitCode}
   */
  public static int run(String... args) {
    return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
  }

  /** Runs a command on the given streams. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    try {
      return SepconvCommand.execute(out, err, args);
    } catch (Error e) {
      // Exceptions end in SepconvCommand; picocli lets errors through, and may be missing itself.
      return Failure.of(e).report(err, args);
    } finally {
      out.flush();
      err.flush();
    }
  }
}
