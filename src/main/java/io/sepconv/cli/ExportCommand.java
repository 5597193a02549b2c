package io.sepconv.cli;

import io.sepconv.graph.Cost;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.onnx.OnnxWriter;
import io.sepconv.op.Conv;
import io.sepconv.op.Gemm;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code export}: a network of the zoo as an ONNX file. */
@Command(
    name = "export",
    description = {
      "Writes a published network with random weights as an ONNX file.",
      "Its input is 'x' [N,3,H,W] for any N, its output 'y' [N,1000]; batch normalisation is folded"
          + " into the convolutions. It has the layers and costs of the published one and"
          + " recognises nothing."
    },
    optionListHeading = "%nOptions:%n",
    footer = {
      "%nExamples:",
      "  sepconv export mobilenet_v2 -o mobilenet_v2.onnx",
      "  sepconv export xception -o xception.onnx --seed 7"
    })
final class ExportCommand implements Callable<Integer> {
  /** The names, for the help. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Zoo.names().iterator();
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NETWORK",
      completionCandidates = Names.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      required = true,
      description = "The file to write; one that is there is replaced.")
  private Path file;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the weights (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws IOException {
    Graph graph = Zoo.build(network, seed);
    OnnxWriter.write(file, graph);
    spec.commandLine()
        .getOut()
        .println(
            String.format(
                Locale.ROOT,
                "%s: %,d bytes, %d layers, %,d parameters, %,d MACs per picture",
                file,
                Files.size(file),
                layers(graph),
                parameters(graph),
                macs(graph)));
    return ExitCode.DONE;
  }

  /** Layers with weights. */
  private static long layers(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Conv || node.op() instanceof Gemm)
        .count();
  }

  /** Weights and biases as they are in the file; integers only say shapes. */
  private static long parameters(Graph graph) {
    return graph.constants().values().stream()
        .filter(tensor -> tensor.type() == DataType.FLOAT32)
        .mapToLong(tensor -> tensor.size())
        .sum();
  }

  private static long macs(Graph graph) {
    GraphInput x = graph.inputs().get(0);
    List<Integer> sizes = x.dims().subList(1, x.dims().size());
    Shape one = Shape.of(1, sizes.get(0), sizes.get(1), sizes.get(2));
    return Cost.of(graph.withInputShapes(Map.of(x.name(), one))).macs();
  }
}
