package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Hundreds of cases in one run, named by a list, and their report. */
class VerifyManyTest {
  private static final int CASES = 300;

  @TempDir Path root;

  /** Every seventh case has a wrong output, every eleventh an unknown operator. */
  private List<String> generate() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CASES; i++) {
      String name = String.format("group_%d/case_%03d", i / 100, i);
      byte[] model = isStrange(i) ? OnnxFiles.unknownOperator() : OnnxFiles.difference();
      golden(name, model, isWrong(i) ? -1 : i);
      names.add(name);
    }
    return names;
  }

  private static boolean isStrange(int i) {
    return i % 11 == 5;
  }

  private static boolean isWrong(int i) {
    return i % 7 == 3;
  }

  private static String outcome(String name) {
    int i = Integer.parseInt(name.substring(name.length() - 3));
    return isStrange(i) ? "unsupported" : isWrong(i) ? "FAIL" : "pass";
  }

  private void golden(String name, byte[] model, float expected) throws IOException {
    Path golden = root.resolve("cases").resolve(name);
    OnnxFiles.write(golden.resolve("model.onnx"), model);
    float a = Math.max(expected, 0) + 1;
    OnnxFiles.tensor(golden, 0, "input", 0, "a", Tensor.of(Shape.of(1, 3), new float[] {a, 2, 3}));
    OnnxFiles.tensor(golden, 0, "input", 1, "b", Tensor.of(Shape.of(1, 3), new float[] {1, 1, 1}));
    OnnxFiles.tensor(
        golden, 0, "output", 0, "y", Tensor.of(Shape.of(1, 3), new float[] {expected, 1, 2}));
  }

  private Path good(String name) throws IOException {
    golden(name, OnnxFiles.difference(), 4);
    return root.resolve("cases");
  }

  private Path list(String... lines) throws IOException {
    return Files.write(root.resolve("list.txt"), List.of(lines));
  }

  private static void assertLines(List<String> names, Cli cli) {
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode(), cli.out() + cli.err());
    assertEquals("", cli.err());
    for (int i = 0; i < names.size(); i++) {
      String line = cli.lines().get(i + 1);
      String name = names.get(i);
      assertTrue(line.matches(outcome(name) + " " + name + "[: ].*"), line);
    }
    assertEquals(names.size() + 2, cli.lines().size());
    long passed = names.stream().filter(name -> outcome(name).equals("pass")).count();
    long failed = names.stream().filter(name -> outcome(name).equals("FAIL")).count();
    assertEquals(
        String.format(
            "%d passed, %d failed, %d unsupported", passed, failed, names.size() - passed - failed),
        cli.lastLine());
  }

  @Test
  void hundredsOfCasesInBothOrders() throws IOException {
    List<String> names = generate();
    assertLines(names, Cli.run("verify", "--backend", "reference", root.resolve("cases")));
    Collections.reverse(names);
    Path list = Files.write(root.resolve("list.txt"), names);
    Path report = root.resolve("report.xml");
    assertLines(
        names,
        Cli.run(
            "verify",
            "--backend",
            "reference",
            "--list",
            list,
            "--report",
            report,
            root.resolve("cases")));
    List<Element> cases = JUnitReportTest.testcases(JUnitReportTest.parse(report));
    assertEquals(CASES, cases.size());
    for (int i = 0; i < CASES; i++) {
      Element testcase = cases.get(i);
      assertEquals(names.get(i), testcase.getAttribute("name"));
      assertTrue(testcase.getAttribute("time").matches("\\d+\\.\\d{3}"));
      String child =
          testcase.hasChildNodes() ? ((Element) testcase.getFirstChild()).getTagName() : "";
      switch (outcome(names.get(i))) {
        case "pass" -> assertEquals("", child);
        case "FAIL" -> assertEquals("failure", child);
        default -> assertEquals("skipped", child);
      }
    }
  }

  @Test
  void theProcessorsAreShared() throws IOException {
    Path cases = good("a");
    int processors = Runtime.getRuntime().availableProcessors();
    assertHeadline(cases, "; f32)");
    for (int i = 0; i <= processors; i++) {
      good("more/" + i);
    }
    assertHeadline(cases, "; f32)" + (processors == 1 ? "" : "; " + processors + " at a time"));
    Cli cli = Cli.run("verify", "--backend", "reference", "--threads", processors, cases);
    assertFalse(cli.lines().get(0).contains("at a time"), cli.out());
    Cli.run("verify", "--threads", 0, cases).assertRefused("threads", "0");
  }

  private static void assertHeadline(Path cases, String end) {
    String headline = Cli.run("verify", "--backend", "reference", cases).lines().get(0);
    assertTrue(headline.endsWith(end), headline);
  }

  @Test
  void aListHasCommentsBlankLinesAndBadNames() throws IOException {
    Path cases = good("deep/good");
    Files.createDirectories(cases.resolve("empty"));
    Files.writeString(cases.resolve("file"), "");
    Path list =
        list("# a comment", "", "nowhere/at_all", "  deep/good  # why", "empty", "\t", "file");
    Cli cli = Cli.run("verify", "--backend", "reference", "--list", list, cases);
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode());
    assertEquals(
        "broken nowhere/at_all: no such file or folder: " + cases.resolve("nowhere/at_all"),
        cli.lines().get(1));
    assertTrue(cli.lines().get(2).startsWith("pass deep/good  "), cli.out());
    assertEquals(
        "broken empty: no such file or folder: " + cases.resolve("empty/model.onnx"),
        cli.lines().get(3));
    assertEquals("broken file: not a folder: " + cases.resolve("file"), cli.lines().get(4));
    assertEquals("(3 broken, counted as failed)", cli.lines().get(5));
    assertEquals("1 passed, 3 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void listsThatCannotBeUsedAreRefused() throws IOException {
    Path cases = good("good");
    Path list = list("# nothing", "");
    Cli.run("verify", "--list", list, cases).assertRefused(list + " names no case");
    Cli.run("verify", "--list", list("good", "a\0b"), cases).assertRefused(list + ":2: ");
    Cli.run("verify", "--list", list("good")).assertRefused("DIR");
    Cli.run("verify", "--list", list, cases, root).assertRefused("one DIR", cases.toString());
    Cli.run("verify", "--list", list, root.resolve("gone")).assertRefused("no such", "gone");
    Cli.run("verify", "--list", list, list).assertRefused("not a folder");
    Cli.run("verify", "--list", root.resolve("no.txt"), cases).assertRefused("no such", "no.txt");
    Cli.run("verify", "--list", cases, cases).assertRefused("is a folder");
    Files.write(list, new byte[] {'i', (byte) 0xff, (byte) 0xfe});
    Cli.run("verify", "--list", list, cases).assertRefused("no text file of cases");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cases", "cases/good/model.onnx/report.xml"})
  void aReportThatCannotBeWrittenIsRefusedBeforeTheRun(String path) throws IOException {
    Path cases = good("good");
    Cli cli = Cli.run("verify", "--backend", "reference", "--report", root.resolve(path), cases);
    cli.assertRefused(root.resolve("cases").toString());
    assertEquals("", cli.out());
  }
}
