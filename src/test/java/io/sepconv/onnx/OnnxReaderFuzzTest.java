package io.sepconv.onnx;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Limits;
import io.sepconv.graph.ModelFormatException;
import io.sepconv.graph.UnsupportedOperatorException;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes: a model that compiles on the reference, or one of the two exceptions. As part
 * of the tests it runs {@link ModelSeeds} and the files of OnnxReaderFuzzTestInputs; CONTRIBUTING
 * says how it searches for more.
 */
class OnnxReaderFuzzTest {
  private static final Limits SMALL = new Limits(1 << 20, 1 << 22, 1 << 20, 1 << 20, 1000);
  private static final ModelOptions REFERENCE =
      ModelOptions.defaults().backend("reference").threads(1).limits(SMALL);

  static Stream<byte[]> seeds() {
    return ModelSeeds.all();
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void readsOrRefuses(byte[] bytes) {
    try {
      Graph graph = OnnxReader.read(bytes, SMALL);
      Graph known = known(graph);
      Model.of(bind(known, known.shapeDeciders()), REFERENCE).close();
      // With constants for inputs, folding computes what a run would.
      Set<String> all = known.inputs().stream().map(GraphInput::name).collect(Collectors.toSet());
      Model.of(bind(known, all), REFERENCE).close();
    } catch (ModelFormatException | UnsupportedOperatorException expected) {
      if (expected.getMessage().isBlank()) {
        throw new AssertionError("no message", expected);
      }
    }
  }

  /** The graph with 2 for every open size. */
  private static Graph known(Graph graph) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (GraphInput input : graph.inputs()) {
      int[] dims = input.dims().stream().mapToInt(dim -> dim < 0 ? 2 : dim).toArray();
      shapes.put(input.name(), Shape.of(dims));
    }
    return graph.withInputShapes(shapes);
  }

  /** The graph with zeros for some inputs, as far as these are small. */
  private static Graph bind(Graph graph, Set<String> inputs) {
    Map<String, Tensor> zeros = new LinkedHashMap<>();
    for (String name : inputs) {
      Shape shape = graph.input(name).shape();
      if (shape.size() <= 1000) {
        zeros.put(name, Tensor.zeros(graph.input(name).type(), shape));
      }
    }
    return graph.bind(zeros);
  }
}
