package io.sepconv.benchmarks;

import java.io.Console;
import java.io.PrintWriter;

/** A line on a terminal that says what happens now; nothing anywhere else. */
final class Progress implements AutoCloseable {
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintWriter out;
  private final boolean shown;

  private Progress(PrintWriter out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  /** Shows progress if this process has a terminal. */
  static Progress start(PrintWriter out) {
    return new Progress(out, isTerminal());
  }

  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // From Java 22 on there is a console in a pipe too.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Replaces the line. */
  void show(String line) {
    if (shown) {
      out.print(ERASE_LINE + line);
      out.flush();
    }
  }

  /** Takes the line away. */
  @Override
  public void close() {
    show("");
  }
}
