package io.sepconv.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.ModelOptions;
import io.sepconv.op.ConvSpec;
import io.sepconv.testing.NativeTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ConvCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mb1ic5ih9oc7kh3ph1n\"direct\"",
        "mb2g6ic6ih9iw7oc12kh3kw5ph1pw2sh2sw1n\"depthwise, multiplier 2\"",
        "mb1g2ic6ih8oc4kh3dh1ph2n\"grouped, dilated\"",
        "mb1ic19ih7oc23kh1n\"pointwise\"",
        "mb1ic4ih13oc3oh12kh3ph0n\"padded behind the input\"",
        "mb1ic4ih13oc3oh3kh3sh2ph0n\"last rows not read\"",
        "mb1ic3iw11oc5kw4sw3n\"1-D\"",
        "mb1ic3id5ih6iw7oc4kd3kh2kw1pd1n\"3-D\""
      })
  void everyKindPasses(String problem) {
    Cli cli = Cli.run("conv", "--backend", "reference", problem).assertDone();
    assertTrue(cli.lines().get(0).startsWith("backend: reference ("), cli.out());
    assertTrue(cli.lines().get(1).startsWith("pass "), cli.out());
    assertTrue(cli.lines().get(1).contains(problem.substring(problem.indexOf('n' + "\""))));
    assertEquals("1 passed, 0 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void problemsAndFilesRunInTheirOrderWithTheMinibatchAskedFor() throws IOException {
    Path batch =
        Files.writeString(
            folder.resolve("shapes"),
            "# a comment\n\n"
                + "--reset\n"
                + "  mb32_ic3ih4_oc2kh1n\"second\"  # why\n"
                + "ic2ih4oc2kh3n\"third\"\r\n");
    Path other = Files.writeString(folder.resolve("more"), "ic1ih2oc1kh2n\"fourth\"");
    Cli cli =
        Cli.run(
                "conv",
                "--backend",
                "reference",
                "--mb",
                1,
                "--batch",
                batch,
                "--batch",
                other,
                "ic1ih3oc1kh1n\"first\"")
            .assertDone();
    assertTrue(cli.lines().get(1).contains("mb1ic1ih3iw3oc1oh3ow3"), cli.out());
    assertTrue(cli.lines().get(1).contains("first"), cli.out());
    assertTrue(cli.lines().get(2).contains("mb1ic3ih4"), cli.out());
    assertTrue(cli.lines().get(2).contains("second"), cli.out());
    assertTrue(cli.lines().get(3).contains("third"), cli.out());
    assertTrue(cli.lines().get(4).contains("fourth"), cli.out());
    assertEquals("4 passed, 0 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void aWrongResultFailsWithSeedProblemAndElement() {
    ConvOracle offByOne =
        (spec, data, actual) -> {
          actual.floats()[actual.size() - 1]++;
          return ConvOracle.REFERENCE_EXACTLY.difference(spec, data, actual);
        };
    Cli cli =
        Cli.run(
            new CommandLine(new ConvCommand(offByOne)),
            "--backend",
            "reference",
            "--seed",
            77,
            "mb1ic2ih5oc3kh3n\"wrong\"");
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode());
    String line = cli.lines().get(1);
    assertTrue(line.startsWith("FAIL mb1ic2ih5iw5oc3oh3ow3kh3kw3ph0pw0n\"wrong\" "), line);
    assertTrue(line.contains("seed 77: 1 of 27 elements differ, the first at [0, 2, 2, 2]"), line);
    assertEquals("0 passed, 1 failed, 0 unsupported", cli.lastLine());
  }

  @Test
  void theReferenceIsNotComparedWithItself() {
    Cli.run("conv", "--backend", "reference", "--float", "ic1ih1oc1kh1")
        .assertRefused("--float", "--backend");
  }

  /** A layer that the library has no kernel for runs on the evaluator that judges the others. */
  @Test
  void theReferenceIsNotComparedWithItselfForASingleLayer() {
    ConvOracle right = (spec, data, actual) -> "";
    ConvOracle wrong = (spec, data, actual) -> "the wrong oracle";
    ConvSpec spec = ConvSpec.parse("ic3ih5oc2kh3");
    ModelOptions reference = ModelOptions.defaults().backend("reference");
    CheckResult exact =
        new ConvCheck(spec, 1, ConvData::integers, reference, new ConvOracles(wrong, right)).run();
    assertEquals(Outcome.PASSED, exact.outcome(), exact.detail());
    CheckResult close =
        new ConvCheck(spec, 1, ConvData::floats, reference, new ConvOracles(wrong, null)).run();
    assertEquals(Outcome.UNSUPPORTED, close.outcome(), close.detail());
  }

  @Test
  @NativeTest
  void aLayerInJavaIsHeldAgainstTheDefinition() {
    String problem = "mb1ic3ih1kh1kw3iw3oc3ow1pw-1";
    Cli exact = Cli.run("conv", "--backend", "onednn", problem).assertDone();
    assertTrue(exact.lines().get(1).contains("java reference"), exact.out());
    Cli close = Cli.run("conv", "--backend", "onednn", "--float", problem);
    assertTrue(close.lines().get(1).startsWith("unsupported mb1ic3"), close.out());
    assertTrue(close.lines().get(1).contains("--float"), close.out());
    assertEquals("0 passed, 0 failed, 1 unsupported", close.lastLine());
    Cli.run("conv", "--backend", "onednn", "--float", "mb1ic8ih9oc16kh3ph1").assertDone();
  }

  @Test
  void theHeadlineDoesNotPromiseThreadsThatTheReferenceDoesNotUse() {
    Cli cli = Cli.run("conv", "--backend", "reference", "--threads", 2, "ic1ih1oc1kh1");
    assertEquals(
        "backend: reference (kernels plain loops, accumulated in double, one thread; f32)",
        cli.lines().get(0));
  }

  @Test
  @NativeTest
  void theHeadlineNamesTheThreadsOfOnednn() {
    for (int threads : new int[] {1, 2}) {
      String headline =
          Cli.run("conv", "--backend", "onednn", "--threads", threads, "ic1ih1oc1kh1")
              .lines()
              .get(0);
      String end = threads == 1 ? "; f32, up to 1 thread)" : "; f32, up to 2 threads)";
      assertTrue(headline.endsWith(end), headline);
    }
  }

  @Test
  void badProblemsAreRefused() throws IOException {
    Cli.run("conv", "ic3ih4kh1").assertRefused("'ic3ih4kh1'", "oc is missing");
    Cli.run("conv", "nonsense").assertRefused("nonsense");
    Cli.run("conv").assertRefused("--batch");
    Cli.run("conv", "--mb", "0", "ic3ih4oc3kh1").assertRefused("mb0");
    Path batch = Files.writeString(folder.resolve("bad"), "ic3ih4oc2kh1\n\nic3ih4oc2kh9\n");
    Cli.run("conv", "--batch", batch).assertRefused(batch + ":3: ", "'ic3ih4oc2kh9'");
    Files.writeString(batch, "ic3ih4oc2kh1\n--dir=BWD_D\n");
    Cli.run("conv", "--batch", batch).assertRefused(batch + ":2: ", "--dir=BWD_D");
    Files.writeString(batch, "# nothing\n");
    Cli.run("conv", "--batch", batch).assertRefused("no problem");
    Files.write(batch, new byte[] {'i', (byte) 0xff, (byte) 0xfe});
    Cli.run("conv", "--batch", batch).assertRefused("no text");
    Cli.run("conv", "--batch", folder.resolve("nowhere")).assertRefused("no such", "nowhere");
  }

  @Test
  void aProblemTooLargeForExactSumsIsBroken() {
    Cli cli = Cli.run("conv", "--backend", "reference", "mb1ic20000000ih1oc1kh1");
    assertEquals(ExitCode.CHECK_FAILED, cli.exitCode());
    assertTrue(cli.lines().get(1).startsWith("broken mb1ic20000000"), cli.out());
    assertEquals("0 passed, 1 failed, 0 unsupported", cli.lastLine());
  }
}
