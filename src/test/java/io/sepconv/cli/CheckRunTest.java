package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.BackendUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs of checks that are made to misbehave. */
class CheckRunTest {
  @TempDir Path folder;

  private record Made(String name, Callable<CheckResult> action) implements Check {
    @Override
    public CheckResult run() throws Exception {
      return action.call();
    }
  }

  private static Check good(String name) {
    return new Made(name, () -> CheckResult.passed(name, ""));
  }

  private static Cli run(int atOnce, List<Check> checks) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int exitCode = run(atOnce, checks, null, out);
    out.flush();
    return new Cli(exitCode, text.toString(), "");
  }

  private static int run(int atOnce, List<Check> checks, JUnitReport report, PrintWriter out) {
    CommandLine line = new CommandLine(new ConvCommand()).setOut(out);
    return new CheckRun(line.getCommandSpec(), atOnce, report).run("headline", checks);
  }

  @Test
  void linesKeepTheOrderOfTheChecksWhoeverEndsFirst() {
    CountDownLatch others = new CountDownLatch(299);
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Made(
            "0",
            () -> {
              others.await();
              return CheckResult.passed("0", "");
            }));
    for (int i = 1; i < 300; i++) {
      String name = String.valueOf(i);
      checks.add(
          new Made(
              name,
              () -> {
                others.countDown();
                return CheckResult.passed(name, "");
              }));
    }
    Cli cli = run(2, checks);
    assertEquals("headline; 2 at a time", cli.lines().get(0));
    assertEquals(
        IntStream.range(0, 300).mapToObj(i -> "pass " + i + "  ").toList(),
        cli.lines().subList(1, 301));
    assertEquals("300 passed, 0 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void noMoreRunAtOnceThanAllowed() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      checks.add(
          new Made(
              "c",
              () -> {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                Thread.yield();
                running.decrementAndGet();
                return CheckResult.passed("c", "");
              }));
    }
    run(3, checks);
    assertTrue(most.get() <= 3, "ran at once: " + most);
    most.set(0);
    assertEquals("headline", run(1, checks).lines().get(0));
    assertEquals(1, most.get());
  }

  @Test
  void anErrorIsTheEndOfOneCheckOnly() {
    List<Error> errors =
        List.of(
            new OutOfMemoryError("Java heap space"),
            new StackOverflowError(),
            new AssertionError("never"),
            new NoClassDefFoundError("gone/Away"));
    for (int atOnce = 1; atOnce <= 2; atOnce++) {
      List<Check> checks = new ArrayList<>();
      for (Error error : errors) {
        checks.add(
            new Made(
                error.getClass().getSimpleName(),
                () -> {
                  throw error;
                }));
      }
      checks.add(good("last"));
      Cli cli = run(atOnce, checks);
      assertEquals(ExitCode.CHECK_FAILED, cli.exitCode());
      for (int i = 0; i < errors.size(); i++) {
        String start = "broken " + checks.get(i).name() + ": ";
        assertTrue(cli.lines().get(i + 1).startsWith(start), cli.out());
      }
      assertEquals("pass last  ", cli.lines().get(5));
      assertEquals("(4 broken, counted as failed)", cli.lines().get(6));
      assertEquals("1 passed, 4 failed, 0 unsupported", cli.lastLine());
    }
  }

  @Test
  void memoryThatANeighbourTookDoesNotBreakACheck() {
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean first = new AtomicBoolean(true);
    AtomicBoolean beside = new AtomicBoolean();
    CountDownLatch neighbour = new CountDownLatch(1);
    Check hungry =
        new Made(
            "hungry",
            () -> {
              if (first.getAndSet(false)) {
                neighbour.await();
                throw new OutOfMemoryError("Java heap space");
              }
              beside.set(running.get() > 0);
              return CheckResult.passed("hungry", "");
            });
    List<Check> checks = new ArrayList<>(List.of(hungry));
    for (int i = 0; i < 100; i++) {
      checks.add(
          new Made(
              "neighbour",
              () -> {
                running.incrementAndGet();
                neighbour.countDown();
                Thread.yield();
                running.decrementAndGet();
                return CheckResult.passed("neighbour", "");
              }));
    }
    assertEquals("101 passed, 0 failed, 0 unsupported", run(3, checks).lastLine());
    assertFalse(beside.get(), "the second attempt was not alone");
  }

  @Test
  void aBackendThatCannotRunEndsTheRun() {
    BackendUnavailableException unavailable = new BackendUnavailableException("gone", null);
    Check check =
        new Made(
            "check",
            () -> {
              throw unavailable;
            });
    assertSame(
        unavailable,
        assertThrows(
            BackendUnavailableException.class, () -> run(2, List.of(check, good("other")))));
  }

  /** A pipe whose reader has gone; keeps what was meant for it. */
  private static PrintWriter closedPipe(StringBuffer attempts) {
    OutputStream pipe =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            attempts.append((char) b);
            throw new IOException("Broken pipe");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            attempts.append(new String(bytes, offset, length, StandardCharsets.US_ASCII));
            throw new IOException("Broken pipe");
          }
        };
    return new PrintWriter(new PrintStream(pipe, true), true);
  }

  @Test
  void aClosedPipeEndsTheRunAtTheFirstLine() {
    for (int atOnce = 1; atOnce <= 2; atOnce++) {
      StringBuffer attempts = new StringBuffer();
      List<Check> checks = List.of(good("first"), good("second"), good("third"));
      assertEquals(ExitCode.CHECK_FAILED, run(atOnce, checks, null, closedPipe(attempts)));
      assertTrue(attempts.toString().contains("headline"), attempts.toString());
      assertFalse(attempts.toString().contains("second"), attempts.toString());
      assertFalse(attempts.toString().contains("passed,"), attempts.toString());
    }
  }

  @Test
  void aReportIsCompleteEvenIfNobodyReadsTheOutput() throws IOException {
    List<Check> checks = List.of(good("first"), good("second"), good("third"));
    Path file = folder.resolve("report.xml");
    try (JUnitReport report = JUnitReport.open(file)) {
      assertEquals(ExitCode.DONE, run(2, checks, report, closedPipe(new StringBuffer())));
      report.write("suite", "headline");
    }
    assertEquals(3, JUnitReportTest.testcases(JUnitReportTest.parse(file)).size());
  }
}
