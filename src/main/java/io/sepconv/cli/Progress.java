package io.sepconv.cli;

import java.io.Console;
import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Lines of output with a progress bar under them on a terminal, and the bare lines everywhere else.
 */
abstract class Progress implements AutoCloseable {
  /** How often the bar is drawn again, so that its clock is seen to run. */
  private static final int REDRAW_MILLIS = 500;

  /** Starts showing progress towards {@code total} steps. */
  static Progress start(PrintWriter out, int total) {
    if (total < 2 || !isTerminal()) {
      return new Plain(out);
    }
    try {
      return new Bar(out, total);
    } catch (NoClassDefFoundError e) {
      // The bar's library is an optional dependency and nobody misses a result for want of it.
      return new Plain(out);
    }
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

  /** Prints a line. */
  abstract void println(String line);

  /** One more of the steps is done. Any thread may say so. */
  abstract void step();

  @Override
  public abstract void close();

  private static final class Plain extends Progress {
    private final PrintWriter out;

    Plain(PrintWriter out) {
      this.out = out;
    }

    @Override
    void println(String line) {
      out.println(line);
    }

    @Override
    void step() {}

    @Override
    public void close() {}
  }

  /** Lines and bar go to the same stream: each line replaces the bar, which is drawn below it. */
  private static final class Bar extends Progress {
    private final Screen screen;
    private final ProgressBar bar;

    Bar(PrintWriter out, int total) {
      this.screen = new Screen(out);
      this.bar =
          new ProgressBarBuilder()
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(REDRAW_MILLIS)
              .setConsumer(screen)
              .build();
    }

    @Override
    void println(String line) {
      screen.println(line);
    }

    @Override
    void step() {
      bar.step();
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** The bar's own thread draws on it as well, hence the lock. */
  private static final class Screen implements ProgressBarConsumer {
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter out;
    private String bar = "";

    Screen(PrintWriter out) {
      this.out = out;
    }

    @Override
    public int getMaxRenderedLength() {
      return 79;
    }

    @Override
    public synchronized void accept(String rendered) {
      bar = rendered;
      out.print(ERASE_LINE + rendered);
      out.flush();
    }

    synchronized void println(String line) {
      out.println(ERASE_LINE + line);
      out.print(bar);
      out.flush();
    }

    @Override
    public synchronized void close() {
      out.print(ERASE_LINE);
      out.flush();
    }
  }
}
