package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
  private static final Tensor A = row(5, 7, 100);
  private static final Tensor B = row(1, 2, 3);
  private static final Tensor DIFFERENCE = row(4, 5, 97);

  @TempDir Path root;

  private static Tensor row(float... values) {
    return Tensor.of(Shape.of(1, values.length), values);
  }

  /** A case that passes. */
  private Path good(String name) throws IOException {
    Path golden = root.resolve(name);
    OnnxFiles.write(golden.resolve("model.onnx"), OnnxFiles.difference());
    dataSet(golden, 0, DIFFERENCE);
    return golden;
  }

  private static void dataSet(Path golden, int dataSet, Tensor expected) throws IOException {
    OnnxFiles.tensor(golden, dataSet, "input", 0, "a", A);
    OnnxFiles.tensor(golden, dataSet, "input", 1, "b", B);
    OnnxFiles.tensor(golden, dataSet, "output", 0, "y", expected);
  }

  private static Cli verify(Object... args) {
    Object[] all = new Object[args.length + 3];
    System.arraycopy(new Object[] {"verify", "--backend", "reference"}, 0, all, 0, 3);
    System.arraycopy(args, 0, all, 3, args.length);
    return Cli.run(all);
  }

  @Test
  void oneThatPasses() throws IOException {
    Cli cli = verify(good("good")).assertDone();
    assertTrue(cli.lines().get(0).startsWith("backend: reference ("), cli.out());
    assertTrue(
        cli.lines().get(1).matches("pass good  max\\|diff\\|/max\\|ref\\| = 0\\S*"), cli.out());
    assertEquals("1 passed, 0 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void everyKindOfResultInTheOrderOfTheFolders() throws IOException {
    good("e/good");
    Path wrong = good("d/wrong");
    OnnxFiles.tensor(wrong, 0, "output", 0, "y", row(4, 5, 98));
    Path garbage = good("c");
    Files.writeString(garbage.resolve("model.onnx"), "this is no model");
    Path strange = good("b/a/strange");
    OnnxFiles.write(strange.resolve("model.onnx"), OnnxFiles.unknownOperator());
    Files.createDirectories(root.resolve("a/empty"));

    Cli cli = verify(root);
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode());
    List<String> lines = cli.lines();
    assertEquals(7, lines.size(), cli.out());
    assertTrue(lines.get(1).startsWith("unsupported b/a/strange: "), cli.out());
    assertTrue(lines.get(1).contains("Frobnicate"), cli.out());
    assertTrue(lines.get(2).startsWith("broken c: "), cli.out());
    assertTrue(lines.get(3).startsWith("FAIL d/wrong output 'y': "), cli.out());
    assertTrue(lines.get(4).startsWith("pass e/good  "), cli.out());
    assertEquals("(1 broken, counted as failed)", lines.get(5));
    assertEquals("1 passed, 2 failed, 1 unsupported", lines.get(6));
    assertEquals("", cli.err());
  }

  @Test
  void anUnsupportedCaseAloneIsNoSuccess() throws IOException {
    Path strange = good("strange");
    OnnxFiles.write(strange.resolve("model.onnx"), OnnxFiles.unknownOperator());
    Cli cli = verify(strange);
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode());
    assertEquals("0 passed, 0 failed, 1 unsupported", cli.lastLine());
  }

  @Test
  void theToleranceIsThatOfTheDesign() throws IOException {
    Path golden = good("close");
    dataSet(golden, 0, row(4, 5, 97 * (1 + 0.9e-4f)));
    verify(golden).assertDone();
    dataSet(golden, 0, row(4, 5, 97 * (1 + 1.2e-4f)));
    assertFailed(verify(golden), "output 'y'");
  }

  @Test
  void everyDataSetMustPass() throws IOException {
    Path golden = good("sets");
    dataSet(golden, 1, DIFFERENCE);
    dataSet(golden, 10, DIFFERENCE);
    verify(golden).assertDone();
    dataSet(golden, 10, row(4, 5, 90));
    assertFailed(verify(golden), "FAIL sets test_data_set_10 output 'y'");
  }

  @Test
  void tensorsBelongToTheValueTheyName() throws IOException {
    Path golden = good("named");
    OnnxFiles.tensor(golden, 0, "input", 0, "b", B);
    OnnxFiles.tensor(golden, 0, "input", 1, "a", A);
    verify(golden).assertDone();
  }

  @Test
  void tensorsWithoutAKnownNameGoByTheirNumber() throws IOException {
    Path golden = good("ordered");
    OnnxFiles.tensor(golden, 0, "input", 0, "", A);
    OnnxFiles.tensor(golden, 0, "input", 1, "who knows", B);
    OnnxFiles.tensor(golden, 0, "output", 0, "", DIFFERENCE);
    verify(golden).assertDone();
    OnnxFiles.tensor(golden, 0, "input", 0, "", B);
    OnnxFiles.tensor(golden, 0, "input", 1, "", A);
    assertFailed(verify(golden), "output 'y'");
    OnnxFiles.tensor(golden, 0, "input", 0, "b", B);
    verify(golden).assertDone();
  }

  @Test
  void anotherShapeOrTypeFails() throws IOException {
    Path golden = good("shape");
    dataSet(golden, 0, row(4, 5, 97, 0));
    assertFailed(verify(golden), "output 'y'");
    dataSet(golden, 0, Tensor.of(Shape.of(1, 3), 4L, 5L, 97L));
    assertFailed(verify(golden), "output 'y'");
  }

  private static void assertFailed(Cli cli, String text) {
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode(), cli.out());
    assertTrue(cli.lines().get(1).startsWith("FAIL "), cli.out());
    assertTrue(cli.lines().get(1).contains(text), cli.out());
    assertEquals("0 passed, 1 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void anIncompleteCaseIsBroken() throws IOException {
    Path golden = good("case");
    Path output = golden.resolve("test_data_set_0/output_0.pb");
    byte[] whole = Files.readAllBytes(output);
    Files.write(output, new byte[] {8, 1, 99});
    assertBroken(verify(golden), "");
    Files.delete(output);
    assertBroken(verify(golden), "0 outputs");
    Files.write(output, whole);
    Files.delete(golden.resolve("test_data_set_0/input_1.pb"));
    assertBroken(verify(golden), "1 inputs");
    Files.delete(golden.resolve("model.onnx"));
    assertBroken(verify(golden), "model.onnx");
  }

  @Test
  void aModelWithoutDataIsBroken() throws IOException {
    OnnxFiles.write(root.resolve("bare/model.onnx"), OnnxFiles.difference());
    assertBroken(verify(root), "test_data_set_0");
  }

  @Test
  void anInputThatDoesNotFitIsBroken() throws IOException {
    Path golden = good("case");
    OnnxFiles.tensor(golden, 0, "input", 1, "b", row(1, 2));
    assertBroken(verify(golden), "'b'");
  }

  private static void assertBroken(Cli cli, String text) {
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode(), cli.out());
    assertTrue(cli.lines().get(1).startsWith("broken "), cli.out());
    assertTrue(cli.lines().get(1).contains(text), cli.out());
    assertEquals("0 passed, 1 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void aLinkBackToTheRootEndsTheSearch() throws IOException {
    good("good");
    Files.createSymbolicLink(root.resolve("loop"), root);
    assertEquals("1 passed, 0 failed, 0 unsupported", verify(root).assertDone().lastLine());
  }

  @Test
  void aFolderWithoutCasesIsRefused() throws IOException {
    Files.createDirectories(root.resolve("a/b"));
    verify(root).assertRefused("no case found", root.toString(), "model.onnx");
    verify(root.resolve("nowhere")).assertRefused("no such", "nowhere");
    Files.writeString(root.resolve("file"), "");
    verify(root.resolve("file")).assertRefused("not a folder");
    verify().assertRefused("DIR");
  }
}
