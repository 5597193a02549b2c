package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.BackendUnavailableException;
import io.sepconv.graph.ModelFormatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTest {
  @Test
  void anUnavailableBackendTellsItsFirstCause() {
    Failure failure =
        Failure.of(
            new BackendUnavailableException(
                "backend onednn cannot run here",
                new ExceptionInInitializerError(new UnsatisfiedLinkError("no jnidnnl in path"))));
    assertEquals(ExitCode.BAD_INPUT, failure.exitCode());
    assertEquals(
        "backend onednn cannot run here (UnsatisfiedLinkError: no jnidnnl in path)",
        failure.message());
  }

  @Test
  void aCauseThatTheMessageTellsIsNotToldTwice() {
    Failure failure =
        Failure.of(
            new BackendUnavailableException(
                "cannot run: no jnidnnl in path",
                new UnsatisfiedLinkError("no jnidnnl\n in path")));
    assertEquals("cannot run: no jnidnnl in path", failure.message());
  }

  @Test
  void fileErrorsNameTheFile() {
    assertEquals(
        "no such file or folder: a.onnx", Failure.of(new NoSuchFileException("a.onnx")).message());
    assertEquals(
        "access denied: a.onnx",
        Failure.of(new UncheckedIOException(new AccessDeniedException("a.onnx"))).message());
    assertEquals(ExitCode.BAD_INPUT, Failure.of(new IOException("disk full")).exitCode());
    assertEquals("disk full", Failure.of(new IOException("disk full")).message());
  }

  @Test
  void aMessageBecomesOneLine() {
    assertEquals("a b c", Failure.of(new ModelFormatException("a\n  b\r\n\tc\n")).message());
  }

  @Test
  void whatNobodyExpectsIsAnInternalError() {
    for (Throwable bug :
        new Throwable[] {
          new NullPointerException(), new IllegalArgumentException(), new StackOverflowError()
        }) {
      Failure failure = Failure.of(bug);
      assertEquals(ExitCode.INTERNAL, failure.exitCode());
      String line = report(failure);
      assertEquals(1, line.lines().count(), line);
      assertTrue(line.contains(bug.getClass().getSimpleName()), line);
      assertTrue(line.contains("--debug"), line);
      String trace = report(failure, "--debug");
      assertTrue(trace.contains("\tat "), trace);
      assertFalse(trace.contains("again with --debug"), trace);
    }
  }

  @Test
  void aMissingLibraryIsNamed() {
    Failure failure =
        Failure.of(
            new NoClassDefFoundError("picocli/CommandLine") {
              private static final long serialVersionUID = 1L;

              @Override
              public synchronized Throwable getCause() {
                return new ClassNotFoundException("picocli.CommandLine");
              }
            });
    assertEquals(ExitCode.BAD_INPUT, failure.exitCode());
    assertTrue(failure.message().contains("picocli.CommandLine is not on the class path"));
  }

  @Test
  void memoryThatRanOutSaysHowToGiveMore() {
    Failure failure = Failure.of(new OutOfMemoryError("Java heap space"));
    assertEquals(ExitCode.INTERNAL, failure.exitCode());
    assertTrue(report(failure).contains("SEPCONV_JAVA_OPTS=-Xmx"), failure.message());
    assertFalse(report(failure).contains("report it"), "nothing is wrong with sepconv");
  }

  private static String report(Failure failure, String... args) {
    StringWriter err = new StringWriter();
    assertEquals(failure.exitCode(), failure.report(new PrintWriter(err), args));
    return err.toString();
  }
}
