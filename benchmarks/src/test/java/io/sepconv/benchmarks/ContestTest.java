package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line. Engines run in processes of their own, as they do for a user. */
class ContestTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int contest(String... args) {
    return Contest.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void enginesAgreeAndAreTimed(@TempDir Path folder) throws IOException {
    Path json = folder.resolve("result.json");
    int exitCode =
        contest(
            "--networks",
            "mobilenet_v3_small",
            "--seconds",
            "0.1",
            "--sets",
            "1",
            "--json",
            json.toString(),
            "--engines",
            "SEPCONV_ONEDNN_F32,SEPCONV_JAVA,ONNXRUNTIME");
    assertEquals(0, exitCode, err::toString);
    assertEquals("", err.toString());
    String text = out.toString();
    for (String fact : List.of("CPU", "OS", "JDK", "load", "command")) {
      assertTrue(text.lines().anyMatch(line -> line.startsWith(fact + " ")), text);
    }
    assertTrue(text.contains("SEPCONV_ONEDNN_F32: sepconv of commit "), text);
    assertTrue(text.contains(", java with kernels vector"), text);
    assertTrue(text.matches("(?s).* SEPCONV_JAVA( \\*)? +[0-9.]+ +([0-9.]+)-\\2 .*"), text);
    assertTrue(text.contains("ONNXRUNTIME: ONNX Runtime 1.29.0"), text);
    assertTrue(text.contains("Contest --networks mobilenet_v3_small --seconds 0.1"), text);
    assertTrue(text.matches("(?s).*\nmobilenet_v3_small +1 +1 +1 SEPCONV_ONEDNN_F32 .*"), text);
    assertTrue(
        text.matches("(?s).* ONNXRUNTIME .* 1.000 +1.000 1.000-1.000 .*e-0[567]\\s.*"), text);
    String results = Files.readString(json);
    assertTrue(results.contains("\"engine\" : \"ONNXRUNTIME\""), results);
    assertEquals(3, Results.read(json).measurements().size());
    assertTrue(results.contains("\"ratioByTurn\" : 1.0"), results);
  }

  /** ONNX Runtime 1.29 crashes from 4096 bytes on: a class path of many jars is no part of it. */
  @Test
  void theCommandOfAnEngineIsShort() {
    List<String> command = Contestant.of(Engine.ONNXRUNTIME).command();
    assertTrue(String.join(" ", command).length() < 1000, command::toString);
  }

  @Test
  void outputsThatDisagreeEndItWithOne() {
    String liar =
        "liar="
            + String.join(
                " ",
                FakeParticipant.contestant("liar", "ready", "9000000000", "0", "{output}")
                    .command());
    int exitCode =
        contest(
            "--networks",
            "mobilenet_v3_small",
            "--engines",
            "sepconv_onednn_f32",
            "--program",
            liar,
            "--seconds",
            "0.1");
    assertEquals(1, exitCode, err::toString);
    String text = err.toString();
    assertTrue(text.contains("liar against SEPCONV_ONEDNN_F32: the outputs differ"), text);
  }

  @Test
  void aParticipantThatFailsEndsItWithThree() {
    assertEquals(
        3,
        contest(
            "--networks",
            "mobilenet_v3_small",
            "--engines",
            "ONNXRUNTIME",
            "--program",
            "p=false"));
    assertEquals("contest: p ended with status 1", err.toString().strip());
  }

  /** A program that looks into the plan and is gone: its status says whether it was one. */
  @Test
  void aProgramReadsThePlanOfTheFirstEngine() {
    String program = "p=grep -q ^onednn.3 {plan}";
    assertEquals(3, withProgram("SEPCONV_ONEDNN_F32", program), err::toString);
    assertEquals("contest: p ended with status 0", err.toString().strip());
    assertEquals(3, withProgram("ONNXRUNTIME", program), err::toString);
    assertTrue(err.toString().contains("only sepconv on oneDNN has a plan"), err::toString);
  }

  private int withProgram(String engine, String program) {
    return contest("--networks", "mobilenet_v3_small", "--engines", engine, "--program", program);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--networks alexnet | there is no network 'alexnet'; choose of mobilenet_v1, ",
        "--engines openvino | expected one of [SEPCONV_ONEDNN_F32, SEPCONV_ONEDNN_BF16, SEPCONV_JAVA, SEPCONV_JAVA_PLAIN, SEPCONV_REFERENCE, ONNXRUNTIME",
        "--engines ONNXRUNTIME,ONNXRUNTIME | ONNXRUNTIME takes part twice",
        "--program p= | --program p has no command",
        "--against p | --against p takes no part; there are [SEPCONV_ONEDNN_F32, ONNXRUNTIME]",
        "--seconds 0 | seconds must be more than 0",
        "--sets 0 | sets must lie in 1..100, not 0",
        "--turn 0 | a turn must have 1..60000 ms, not 0",
        "--batch 0 | batch must lie in",
        "--callers 0 | callers must lie in",
        "--problem ic4ih4oc | is no",
        "--threads 0 | threads must lie in",
        "--nonsense | Unknown option: '--nonsense'",
      })
  void badUsageIsOneLineAndTwo(String args, String reason) {
    assertEquals(2, contest(args.split(" ")));
    String text = err.toString().strip();
    assertTrue(text.startsWith("contest: ") && text.contains(reason), text);
    assertEquals(1, text.lines().count(), text);
    assertEquals("", out.toString());
  }
}
