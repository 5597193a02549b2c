package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.zoo.Zoo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteTest {
  private static final List<Engine> ENGINES =
      List.of(Engine.SEPCONV_ONEDNN_F32, Engine.SEPCONV_REFERENCE, Engine.ONNXRUNTIME);

  private static Map<String, Long> sections(List<Match> matches) {
    return matches.stream()
        .collect(Collectors.groupingBy(Match::section, TreeMap::new, Collectors.counting()));
  }

  @Test
  void hasAMatchForAllThatAReportShows() {
    List<Match> all = new Suite(ENGINES, List.of(1, 2), false).matches();
    assertEquals(
        Map.of("networks", 18L, "convolutions", 12L, "blocks", 4L, "callers", 6L, "overhead", 1L),
        sections(all));
    assertTrue(all.stream().allMatch(match -> match.against().name().equals("ONNXRUNTIME")));
    assertEquals(
        Zoo.names(),
        all.stream().map(Match::workload).filter(Zoo.names()::contains).distinct().toList());
    // The oracle has one thread.
    for (Match match : all) {
      boolean oracle = match.contestants().stream().anyMatch(c -> c.name().endsWith("REFERENCE"));
      assertFalse(oracle && (match.threads() > 1 || match.callers() > 1), match.toString());
    }
  }

  @Test
  void theQuickOneIsMuchSmaller() {
    List<Match> quick = new Suite(ENGINES, List.of(1, 2), true).matches();
    assertEquals(
        Map.of("networks", 4L, "convolutions", 4L, "blocks", 4L, "callers", 2L, "overhead", 1L),
        sections(quick));
    assertTrue(quick.stream().allMatch(match -> match.schedule().sets() == 2));
    // Ten minutes on two processors hold as many, at four seconds each and a minute of timed runs.
    List<Engine> all = Arrays.stream(Engine.values()).toList();
    int processes =
        new Suite(all, List.of(1, 2), true)
            .matches().stream().mapToInt(m -> 2 * m.contestants().size()).sum();
    assertTrue(processes <= 120, processes + " processes");
  }

  /** Turns of one length, or two callers would look faster than twice one. */
  @Test
  void callersAreComparedInTurnsOfOneLength() {
    List<Match> all = new Suite(ENGINES, List.of(1, 2), false).matches();
    for (Match match : all) {
      Schedule schedule = match.schedule();
      assertEquals(match.section().equals("callers") ? 500 : 50, schedule.turnMillis());
      assertEquals(2, schedule.sets());
    }
  }

  /** Multiply-accumulates by the formulas of the article. */
  @Test
  void theFormsOfABlockCostWhatTheTheorySays() {
    long pixels = 28 * 28;
    assertEquals(pixels * 9 * 128 * 128, BlockForm.DIRECT.at(128, 28).macs());
    assertEquals(pixels * 6 * 128 * 128, BlockForm.SPATIALLY_SEPARABLE.at(128, 28).macs());
    assertEquals(pixels * (9 * 128 + 128 * 128), BlockForm.DEPTHWISE_SEPARABLE.at(128, 28).macs());
    assertEquals(
        pixels * (2 * 6 * 128 * 128 + 9 * 6 * 128), BlockForm.INVERTED_RESIDUAL.at(128, 28).macs());
    for (BlockForm form : BlockForm.values()) {
      Workload work = Workload.of(form.at(128, 28).toString(), 1);
      assertEquals(work.input().shape(), work.outputShape(), form.name());
    }
  }

  @Test
  void measuresAndWritesWhatAReportReads(@TempDir Path folder) throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Measure.run(
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            "--project",
            folder.toString(),
            "--quick",
            "--sections",
            "overhead",
            "--threads",
            "1",
            "--engines",
            "SEPCONV_ONEDNN_F32,ONNXRUNTIME");
    assertEquals(0, status, err::toString);
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("benchmarks/results"))) {
      file = files.findFirst().orElseThrow();
    }
    assertTrue(file.toString().endsWith("-quick.json"), file::toString);
    assertTrue(out.toString().contains("wrote " + file), out::toString);
    Results results = Results.read(file);
    assertEquals(2, results.measurements().size());
    assertTrue(results.limits().get(0).gflops() > 0);
    assertTrue(results.limits().get(0).gbs() > 0);
    assertTrue(results.facts().get("command").startsWith("benchmarks/measure --quick --sec"));
    assertEquals("yes", results.facts().get("complete"));
    Measurement tiny = results.measurements().get(0);
    assertEquals(8 * 8 * 16, tiny.macs());
    assertTrue(tiny.peakBytes() > 10_000_000, tiny.toString());
    assertEquals(2, tiny.processMediansMs().size());
    assertEquals(new Schedule(2, 0.2, 50), tiny.schedule());
    Results.Size size = results.sizes().get(0);
    assertEquals(9, size.jars().size(), size.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "--sections networks;nonsense, expected one of",
    "--threads 0, threads must lie in",
    "--engines ONNXRUNTIME;ONNXRUNTIME, ONNXRUNTIME takes part twice",
  })
  void badUsageIsSaidBeforeAnythingIsMeasured(String args, String reason) {
    StringWriter err = new StringWriter();
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    String[] words = args.replace(';', ',').split(" ");
    assertEquals(2, Measure.run(nowhere, new PrintWriter(err, true), words));
    assertTrue(err.toString().contains(reason), err::toString);
  }

  @Test
  void whatWasNotMeasuredIsSaid() {
    Limits limits = Limits.parse(2, "200.5 20.1 bf16: a product; a copy: in place");
    assertEquals(new Results.Limit(2, 200.5, 20.1, "a product; a copy: in place"), limits.limit());
    assertTrue(limits.bf16());
    assertFalse(Limits.parse(1, "1.0 1.0 f32: so").bf16());
    assertThrows(ParticipantException.class, () -> Limits.parse(1, ""));
  }

  @Test
  void aFileThatHoldsNoResultsIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("x.json"), "{\"facts\": 3}");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Results.read(file)).getMessage();
    assertTrue(message.contains("x.json holds no results"), message);
  }

  /** Before anything is measured. */
  @Test
  void aSuiteWithoutAMatchIsRefused() {
    StringWriter err = new StringWriter();
    int code =
        Measure.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "--engines",
            "SEPCONV_REFERENCE",
            "--threads",
            "2",
            "--sections",
            "networks");
    assertEquals(2, code, err.toString());
    assertTrue(
        err.toString()
            .contains("the sections [networks] have no match for the engines [SEPCONV_REFERENCE]"),
        err.toString());
  }
}
