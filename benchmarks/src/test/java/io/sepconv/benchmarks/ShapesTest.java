package io.sepconv.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.op.Conv;
import io.sepconv.tensor.Shape;
import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of shapes hold what the zoo's networks are made of. */
class ShapesTest {
  private static final Path FOLDER = Path.of("src/main/resources/io/sepconv/benchmarks");
  private static final String REWRITE =
      "mvn -f benchmarks/pom.xml test -Dtest=ShapesTest -Dsepconv.rewriteShapes=true";

  static List<String> networks() {
    return Zoo.names();
  }

  @ParameterizedTest
  @MethodSource("networks")
  void aFileIsWhatTheNetworkIsMadeOf(String network) throws IOException {
    Graph graph = forOnePicture(network);
    Map<String, ValueType> types = ShapeInference.infer(graph);
    List<Node> convolutions =
        graph.nodes().stream().filter(node -> node.op() instanceof Conv).toList();
    String expected = text(network, convolutions, types);
    Path file = FOLDER.resolve(Shapes.file(network));
    if (Boolean.getBoolean("sepconv.rewriteShapes")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
      return;
    }
    assertEquals(expected, Files.readString(file), file + " is not up to date: " + REWRITE);
    assertEquals(
        convolutions.stream().mapToLong(node -> Cost.of(node, types).macs()).sum(),
        Shapes.of(network).stream().mapToLong(line -> line.count() * line.problem().macs()).sum());
  }

  /** Engines read problems from files, which must hold their strides, pads and dilations. */
  @ParameterizedTest
  @MethodSource("networks")
  void everyConvolutionIsAnOnnxFile(String network, @TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.onnx");
    for (Shapes.Line line : Shapes.of(network)) {
      Workload work = Workload.of(line.problem().toString(), 1);
      work.write(file);
      Graph read = OnnxReader.read(file);
      assertEquals(
          line.problem().layers().get(0).outputShape(),
          ShapeInference.infer(read).get(read.outputs().get(0)).shape());
      assertEquals(work.macs(), Cost.of(read).macs());
    }
  }

  private static Graph forOnePicture(String network) {
    Graph graph = Zoo.build(network, 1);
    GraphInput x = graph.inputs().get(0);
    return graph.withInputShapes(
        Map.of(x.name(), Shape.of(1, x.dims().get(1), x.dims().get(2), x.dims().get(3))));
  }

  private static String text(
      String network, List<Node> convolutions, Map<String, ValueType> types) {
    Map<String, Long> counts =
        convolutions.stream()
            .collect(
                Collectors.groupingBy(
                    node -> LayerReport.problem(node, types),
                    LinkedHashMap::new,
                    Collectors.counting()));
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey() + "\n")
        .collect(
            Collectors.joining(
                "",
                "# The convolutions of " + network + ", rewritten by\n# " + REWRITE + "\n",
                ""));
  }

  @Test
  void aLineSaysHowOftenAConvolutionIsThere() {
    String text = "# a comment\n\n2 mb1ic8ih4iw4oc8oh4ow4kh1kw1ph0pw0\n1 mb1ic8ih4oc8kh1 + x\n";
    List<Shapes.Line> lines = Shapes.parse("file.txt", text);
    assertEquals(
        List.of(
            new Shapes.Line(2, Problem.parse("mb1ic8ih4oc8kh1")),
            new Shapes.Line(1, Problem.parse("mb1ic8ih4oc8kh1 + x"))),
        lines);
  }

  @ParameterizedTest
  @CsvSource({
    "mb1ic8ih4oc8kh1, 'file.txt, line 2: ''mb1ic8ih4oc8kh1'' is not COUNT PROBLEM'",
    "0 mb1ic8ih4oc8kh1, 'file.txt, line 2: a count must be at least 1, not 0'",
    "1 mb1ic8ih4oc8, 'file.txt, line 2: '",
  })
  void aBadLineIsNamed(String line, String reason) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Shapes.parse("file.txt", "1 mb1ic8ih4oc8kh1\n" + line + "\n"))
            .getMessage();
    assertEquals(reason, message.substring(0, Math.min(reason.length(), message.length())));
  }

  @Test
  void onlyNetworksOfTheZooHaveShapes() {
    assertThrows(IllegalArgumentException.class, () -> Shapes.of("../mobilenet_v2"));
  }
}
