package io.sepconv.cli;

import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.backend.SlowStepException;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.UnsupportedOperatorException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Arrays;

/**
 * What went wrong, for the person at the terminal.
 *
 * @param cause what was thrown
 * @param message one line
 * @param exitCode see {@link ExitCode}
 */
record Failure(Throwable cause, String message, int exitCode) {

  /** Sorts a throwable into the caller's mistakes, bad input and failures of sepconv. */
  static Failure of(Throwable thrown) {
    Throwable cause =
        thrown instanceof UncheckedIOException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (cause instanceof BackendUnavailableException) {
      return new Failure(cause, withFirstCause(cause), ExitCode.BAD_INPUT);
    }
    if (cause instanceof SlowStepException) {
      return new Failure(cause, oneLine(cause.getMessage()), ExitCode.CHECK_FAILED);
    }
    if (cause instanceof IOException io) {
      return new Failure(cause, oneLine(describe(io)), ExitCode.BAD_INPUT);
    }
    if (cause.getMessage() != null
        && (cause instanceof IllegalArgumentException
            || cause instanceof ModelFormatException
            || cause instanceof UnsupportedOperatorException)) {
      return new Failure(cause, oneLine(cause.getMessage()), ExitCode.BAD_INPUT);
    }
    if (cause instanceof NoClassDefFoundError
        && cause.getCause() instanceof ClassNotFoundException) {
      String text =
          String.format(
              "class %s is not on the class path; start sepconv with ./sepconv, or add the"
                  + " dependency that holds it (the command line needs info.picocli:picocli)",
              cause.getCause().getMessage());
      return new Failure(cause, text, ExitCode.BAD_INPUT);
    }
    if (cause instanceof OutOfMemoryError) {
      String text =
          String.format(
              "out of memory: %s, with a heap of at most %d MiB;"
                  + " give it more with SEPCONV_JAVA_OPTS=-Xmx4g",
              cause.getMessage(), Runtime.getRuntime().maxMemory() >> 20);
      return new Failure(cause, oneLine(text), ExitCode.INTERNAL);
    }
    return new Failure(cause, oneLine("internal error: " + name(cause)), ExitCode.INTERNAL);
  }

  /** The message of an unavailable backend and, unless it says it already, its first cause. */
  private static String withFirstCause(Throwable unavailable) {
    String message = String.valueOf(unavailable.getMessage());
    Throwable cause = unavailable.getCause();
    // A static initialiser wraps what it met in an error without a message.
    while (cause != null && cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    boolean told =
        cause == null || oneLine(message).contains(oneLine(String.valueOf(cause.getMessage())));
    return oneLine(told ? message : message + " (" + name(cause) + ")");
  }

  private static String describe(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file or folder: " + e.getMessage();
    }
    if (e instanceof AccessDeniedException) {
      return "access denied: " + e.getMessage();
    }
    if (e instanceof NotDirectoryException) {
      return "not a folder: " + e.getMessage();
    }
    if (e instanceof FileAlreadyExistsException) {
      return "a file is where a folder should be: " + e.getMessage();
    }
    boolean bare =
        e instanceof FileSystemException file && file.getReason() == null || e.getMessage() == null;
    return bare ? name(e) : e.getMessage();
  }

  /** A throwable's simple name and message. */
  private static String name(Throwable thrown) {
    String simple = thrown.getClass().getSimpleName();
    return thrown.getMessage() == null ? simple : simple + ": " + thrown.getMessage();
  }

  /** Messages of libraries come with line breaks and indentation. */
  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private boolean isBug() {
    return exitCode == ExitCode.INTERNAL && !(cause instanceof OutOfMemoryError);
  }

  /**
   * Prints the line and, where {@code --debug} is among the arguments, the stack trace.
   *
   * @return the exit code
   */
  int report(PrintWriter err, String... args) {
    boolean debug = Arrays.asList(args).contains(SepconvCommand.DEBUG);
    String hint =
        isBug() && !debug
            ? "; run it again with --debug for the stack trace, and please report it"
            : "";
    err.println("sepconv: " + message + hint);
    if (debug) {
      cause.printStackTrace(err);
    }
    err.flush();
    return exitCode;
  }
}
