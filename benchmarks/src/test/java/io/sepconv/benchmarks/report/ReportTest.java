package io.sepconv.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.benchmarks.Engine;
import io.sepconv.benchmarks.Measurement;
import io.sepconv.benchmarks.Results;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The command, from a file of results to the page and its pictures. */
class ReportTest {
  @TempDir Path folder;

  private final StringWriter err = new StringWriter();

  private int report(String... args) {
    return Report.run(new PrintWriter(new StringWriter()), new PrintWriter(err, true), args);
  }

  private Path written(List<Measurement> measurements) throws IOException {
    Path file = folder.resolve("results.json");
    Sample.results(measurements).write(file);
    return file;
  }

  private String page(List<Measurement> measurements) throws IOException {
    Path file = written(measurements);
    assertEquals(0, report(file.toString(), "--out", folder.toString()), err::toString);
    return Files.readString(folder.resolve("RESULTS.md"));
  }

  private static void assertHas(String page, String... parts) {
    for (String part : parts) {
      assertTrue(page.contains(part), () -> "no '" + part + "' in " + page);
    }
  }

  @Test
  void aPageBeginsWithTheFactsAndItsCommands() throws IOException {
    String page = page(Sample.all());
    assertHas(
        page,
        "| CPU | a processor |",
        "| date | 2026-11-26 |",
        "```sh\njava Suite --quick\n```",
        "\nbenchmarks/report ",
        "| 1 | 125.0 | 20.0 | a matrix product and a copy |",
        "| ONNX Runtime | `ONNXRUNTIME` | 1.0e-06 | ONNXRUNTIME of the test |");
    assertFalse(page.contains("Not in these results"), page);
  }

  /** 9 / 6 = 1.5; 12 / 12.5 = 0.96; their mean is sqrt(1.44). 0.6 GFLOP in 6 ms are 100 of 125. */
  @Test
  void networksHaveTimesRatiosAndShares() throws IOException {
    assertHas(
        page(Sample.someNetworks()),
        "| network | sepconv f32 | sepconv Java | ONNX Runtime |",
        "| mobilenet_v2 | 6.000<br>5.400–6.600 | 12.00*<br>10.80–13.20 | 9.000<br>8.100–9.900 |",
        "| mobilenet_v2 | 1.50<br>1.44–1.56 | 0.75*<br>0.72–0.78 | 1 |",
        "| mobilenet_v1 | 0.96<br>0.92–1.00 | – | 1 |",
        "| mobilenet_v2 | 80 % | 40 %* | 53 % |",
        "Measured limits on 1 thread: 125.0 GFLOP/s (FMA in f32), 20.0 GB/s of memory.",
        "sepconv f32 was **1.20** times as fast as ONNX Runtime (0.96 to 1.50 on 2 networks,"
            + " faster on 1) ([table 2](#table-2)).",
        "sepconv Java was **0.75** times as fast as ONNX Runtime on mobilenet_v2",
        "sepconv f32 was **2.00** times as fast as sepconv Java on mobilenet_v2",
        "--networks mobilenet_v2 \\\n  --engines SEPCONV_ONEDNN_F32,SEPCONV_JAVA,ONNXRUNTIME",
        "--networks mobilenet_v1 \\\n  --engines SEPCONV_ONEDNN_F32,ONNXRUNTIME");
  }

  /** 12 % apart is told, 2 % is not. */
  @Test
  void processesThatAreNotEquallyFastAreNamed() throws IOException {
    List<Measurement> all = new ArrayList<>(Sample.someNetworks());
    assertFalse(page(all).contains("Processes whose medians"));
    Measurement first = all.get(0);
    all.set(0, Sample.with(first, first.schedule(), List.of(6.72, 6.0, 6.1), true));
    assertHas(
        page(all),
        "\nProcesses whose medians lie more than 10 % apart: sepconv f32 on mobilenet_v2"
            + " 6.000–6.720 ms.\n");
  }

  /** A file from before there were several sets, and one whose memory counts from the start. */
  @Test
  void memoryIsOfTheRunsOnlyWhereItWasCountedSo() throws IOException {
    assertHas(
        page(Sample.all()), "resident while it ran, counted from the end of its warm-up, the");
    List<Measurement> old = new ArrayList<>(Sample.someNetworks());
    old.replaceAll(m -> Sample.with(m, null, null, null));
    assertHas(page(old), "resident from its start on, the JVM's heap included: mobilenet_v2");
  }

  @Test
  void convolutionsSayWhatNativeCodeBuys() throws IOException {
    assertHas(
        page(Sample.all()),
        "| direct 3x3 | 100.0<br>80 % | 40.0<br>32 % | 50.0<br>40 % |",
        "| convolution | kind | over sepconv Java | over ONNX Runtime |",
        "| direct 3x3 | direct | 2.50 | 2.00 |",
        "| direct | 1 | 2.50 | 2.00 |",
        "sepconv f32 over sepconv Java, by kind: direct **2.50**");
  }

  /** 900 / 100 = 9 beside 9 / 2 = 4.5: time does not go with the multiplications. */
  @Test
  void blocksStandBesideTheDirectConvolution() throws IOException {
    assertHas(
        page(Sample.all()),
        "blocks from 64 x 56 x 56 to 64 x 56 x 56, 1 thread",
        "| direct 3x3 | 900 | 1.00 | 9.000<br>1.00 |",
        "| depthwise + 1x1 | 100 | 9.00 | 2.000<br>4.50 |",
        "depthwise + 1x1 took 11 % of the MACs and **22 %** of the time of direct 3x3");
  }

  @Test
  void callersOverheadAndSizes() throws IOException {
    assertHas(
        page(Sample.all()),
        "| 1 caller, 1 thread | 166.7 |",
        "| 2 callers, 1 thread | 333.3 |",
        "| 2 callers, 1 thread | 6.000<br>12.00 |",
        "sepconv f32 **2.00** (2 callers, 1 thread)",
        "| one value | 3.000<br>2.700–3.300 |",
        "| sepconv f32 | 25.0 | 200 |",
        "| ONNX Runtime | – | 200 |",
        "- sepconv f32: g:a:1 of 25000000");
  }

  @Test
  void whatIsMissingIsSaidInOneLine() throws IOException {
    String page = page(Sample.someNetworks());
    assertHas(page, "\nNot in these results: convolutions, blocks, callers, overhead.\n");
    assertFalse(page.contains("## Callers"), page);
    assertFalse(Files.exists(folder.resolve("pictures/kinds-1.svg")));
  }

  @Test
  void whatHasNoBarsIsNoPicture() throws IOException {
    Measurement oracle =
        Sample.of("networks", "mobilenet_v2", 1, 1, Versus.REFERENCE, 900, 900, true);
    assertFalse(page(List.of(oracle)).contains("networks-1.svg"));
    assertFalse(Files.exists(folder.resolve("pictures/networks-1.svg")));
  }

  @Test
  void aSectionThatIsUnknownIsNamed() throws IOException {
    Measurement other = Sample.of("contest", "resnet50", 1, 1, Sample.NATIVE, 1, 1, true);
    List<Measurement> all = new ArrayList<>(Sample.someNetworks());
    all.add(other);
    assertHas(page(all), "\nIn these results, but not here: contest.\n");
  }

  @Test
  void aContestWithoutSectionsIsNoReport() throws IOException {
    Measurement one = Sample.of("contest", "resnet50", 1, 1, Sample.NATIVE, 1, 1, true);
    Path file = written(List.of(one));
    assertFails(
        "results.json has none of the sections networks, convolutions, blocks, callers, overhead",
        file.toString());
    assertEquals(List.of("results.json"), names(folder));
  }

  @Test
  void aPartOfAMeasurementSaysSoFirst() throws IOException {
    assertFalse(page(Sample.all()).contains("only a part"));
    Results whole = Sample.results(Sample.all());
    Map<String, String> facts = new LinkedHashMap<>(whole.facts());
    facts.put("complete", "no, it was broken off");
    Path file = folder.resolve("part.json");
    new Results(facts, whole.limits(), whole.sizes(), whole.measurements()).write(file);
    assertEquals(0, report(file.toString(), "--out", folder.toString()), err::toString);
    String page = Files.readString(folder.resolve("RESULTS.md"));
    assertTrue(
        page.startsWith(
            "# Results\n\n**These results are only a part of a measurement: no, it was broken off"),
        page);
    Path readme = folder.resolve("README.md");
    Files.writeString(readme, Readme.BEGIN + "\nold\n" + Readme.END + "\n");
    assertFails("--readme needs a whole", file.toString(), "--readme", readme.toString());
    assertTrue(Files.readString(readme).contains("\nold\n"));
  }

  @Test
  void picturesOfAnEarlierReportAreDeletedAndNothingElse() throws IOException {
    page(Sample.all());
    Path pictures = folder.resolve("pictures");
    for (String other : List.of("mine.svg", "networks-1.png", "kinds-of-mine.svg")) {
      Files.writeString(pictures.resolve(other), "");
    }
    Files.writeString(pictures.resolve("networks-4-batch-8.svg"), "");
    page(Sample.someNetworks());
    assertEquals(
        List.of(
            "kinds-of-mine.svg",
            "mine.svg",
            "networks-1.png",
            "networks-1.svg",
            "sizes.svg",
            "summary.svg"),
        names(pictures));
  }

  @Test
  void withoutLimitsThereAreNoShares() throws IOException {
    Results all = Sample.results(Sample.someNetworks());
    Path file = folder.resolve("results.json");
    new Results(all.facts(), List.of(), List.of(), all.measurements()).write(file);
    assertEquals(0, report(file.toString(), "--out", folder.toString()), err::toString);
    String page = Files.readString(folder.resolve("RESULTS.md"));
    assertHas(page, "The limits of the machine were not measured.");
    assertFalse(page.contains("Share of the FMA peak"), page);
  }

  @Test
  void picturesNameTheirEnginesAndKeepTheirColours() throws Exception {
    page(Sample.all());
    List<String> names = names(folder.resolve("pictures"));
    assertEquals(
        List.of(
            "callers-p99-mobilenet_v2.svg",
            "callers-runs-mobilenet_v2.svg",
            "kinds-1.svg",
            "native-over-java-1.svg",
            "networks-1.svg",
            "sizes.svg",
            "summary.svg"),
        names);
    for (String name : names) {
      Path picture = folder.resolve("pictures").resolve(name);
      String engine = name.startsWith("native") ? "over sepconv Java" : "sepconv f32";
      assertTrue(texts(picture).contains(engine), name);
      String colour = name.startsWith("native") ? "rgb(213,94,0)" : "rgb(0,114,178)";
      assertTrue(Files.readString(picture).contains(colour), name);
    }
    assertTrue(
        texts(folder.resolve("pictures/networks-1.svg"))
            .containsAll(
                List.of(
                    "mobilenet_v1", "ONNX Runtime", "GFLOP/s", "FMA peak in f32: 125.0 GFLOP/s")));
  }

  private static List<String> texts(Path svg) throws Exception {
    Element root =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(svg.toFile())
            .getDocumentElement();
    assertEquals("svg", root.getNodeName());
    NodeList nodes = root.getElementsByTagName("text");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Names that are too long to stand side by side stand below each other, each in one piece. */
  @Test
  void longNamesAreWhole() throws Exception {
    List<Measurement> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String problem = "mb1ic8ih4oc8oh4kh1n\"a convolution of a network, layer number " + i + "\"";
      all.add(Sample.of("convolutions", problem, 1, 1, Sample.NATIVE, 2, 1, true));
      all.add(Sample.of("convolutions", problem, 1, 1, Sample.JAVA, 3, 1, true));
    }
    page(all);
    assertTrue(
        texts(folder.resolve("pictures/native-over-java-1.svg"))
            .containsAll(
                List.of(
                    "a convolution of a network, layer number 0",
                    "a convolution of a network, layer number 7",
                    "1.5")));
  }

  @Test
  void equalResultsGiveEqualFiles() throws IOException {
    String first = page(Sample.all());
    Path pictures = folder.resolve("pictures");
    Path again = Files.createDirectory(folder.resolve("again"));
    assertEquals(0, report(folder.resolve("results.json").toString(), "--out", again.toString()));
    assertEquals(
        first.replace("(results.json)", "(../results.json)"),
        Files.readString(again.resolve("RESULTS.md")));
    for (String name : names(pictures)) {
      assertArrayEquals(
          Files.readAllBytes(pictures.resolve(name)),
          Files.readAllBytes(again.resolve("pictures").resolve(name)),
          name);
    }
  }

  @Test
  void theLastFileByNameIsTheDefault() throws IOException {
    Path results = folder.resolve("benchmarks/results");
    Sample.results(Sample.someNetworks()).write(results.resolve("2026-11-26-a.json"));
    Sample.results(Sample.all()).write(results.resolve("2026-11-25-b.json"));
    assertEquals(0, report("--project", folder.toString()), err::toString);
    assertHas(
        Files.readString(folder.resolve("benchmarks/RESULTS.md")),
        "[2026-11-26-a.json](results/2026-11-26-a.json)",
        "\nbenchmarks/report benchmarks/results/2026-11-26-a.json\n");
  }

  @Test
  void aReadmeGetsTheSummaryBetweenItsMarkers() throws IOException {
    Path file = written(Sample.someNetworks());
    Path readme = folder.resolve("README.md");
    Files.writeString(readme, "before\n" + Readme.BEGIN + "\nold\n" + Readme.END + "\nafter\n");
    Path out = folder.resolve("benchmarks");
    String[] args = {file.toString(), "--out", out.toString(), "--readme", readme.toString()};
    assertEquals(0, report(args), err::toString);
    String text = Files.readString(readme);
    assertTrue(text.startsWith("before\n" + Readme.BEGIN + "\nMilliseconds of one"), text);
    assertTrue(text.endsWith("|\n" + Readme.END + "\nafter\n"), text);
    assertHas(
        text,
        "a processor, 2026-11-26",
        "(benchmarks/pictures/summary.svg)",
        "(benchmarks/RESULTS.md)",
        "| mobilenet_v2 | 6.000 (1.50) | 12.00* (0.75) | 9.000 |",
        "| mobilenet_v1 | 12.50 (0.96) | – | 12.00 |");
    assertFalse(text.contains("old"), text);
    assertEquals(0, report(args), err::toString);
    assertEquals(text, Files.readString(readme));
  }

  @Test
  void aReadmeWithoutMarkersIsLeftAlone() throws IOException {
    Path file = written(Sample.someNetworks());
    Path readme = Files.writeString(folder.resolve("README.md"), "nothing\n");
    assertFails("has no line '<!-- results", file.toString(), "--readme", readme.toString());
    assertEquals("nothing\n", Files.readString(readme));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no JSON", "[]", "{}", "{\"facts\": {}, \"measurements\": []}"})
  void aFileOfSomethingElseIsOneLineAndTwo(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), text);
    assertFails("other.json holds no results of a contest", file.toString());
    assertEquals(List.of("other.json"), names(folder));
  }

  @Test
  void badUsageIsOneLineAndTwo() {
    assertFails("there is no file ", folder.resolve("none.json").toString());
    assertFails("there are no results in ", "--project", folder.toString());
    assertFails("Unknown option: '--nonsense'", "--nonsense");
  }

  @Test
  void whatWasMeasuredTwiceIsRefused() throws IOException {
    Measurement one = Sample.someNetworks().get(0);
    Path file = written(List.of(one, one));
    assertFails(
        "SEPCONV_ONEDNN_F32 was measured twice on mobilenet_v2 in section networks",
        file.toString());
  }

  private void assertFails(String reason, String... args) {
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    if (!all.contains("--project")) {
      all.addAll(List.of("--out", folder.resolve("out").toString()));
    }
    assertEquals(2, report(all.toArray(String[]::new)), err::toString);
    String text = err.toString().strip();
    assertTrue(text.startsWith("report: ") && text.contains(reason), text);
    assertEquals(1, text.lines().count(), text);
  }

  @Test
  void everyEngineHasANameAndAColourOfItsOwn() {
    Map<Object, Long> colours =
        Stream.of(Engine.values())
            .map(engine -> EngineStyle.of(engine.name()))
            .collect(Collectors.groupingBy(EngineStyle::colour, Collectors.counting()));
    assertTrue(colours.values().stream().allMatch(count -> count == 1), colours::toString);
  }
}
