package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.backend.BackendSession;
import io.sepconv.backend.Buffers;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.graph.Node;
import io.sepconv.graph.ShapeInference;
import io.sepconv.graph.ValueType;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.onnx.OnnxReader;
import io.sepconv.op.GlobalPool;
import io.sepconv.tensor.Shape;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import java.nio.Buffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What oneDNN itself says it ran, beside what the plan says it runs. */
@NativeTest
class GoldenStepsTest {
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("Conv", "convolution"),
          Map.entry("MaxPool", "pooling"),
          Map.entry("AveragePool", "pooling"),
          Map.entry("GlobalAveragePool", "pooling"),
          Map.entry("Relu", "eltwise"),
          Map.entry("Clip", "eltwise"),
          Map.entry("Sigmoid", "eltwise"),
          Map.entry("HardSigmoid", "eltwise"),
          Map.entry("HardSwish", "eltwise"),
          Map.entry("Swish", "eltwise"),
          Map.entry("Add", "binary"),
          Map.entry("Mul", "binary"),
          Map.entry("Div", "binary"),
          Map.entry("Concat", "concat"),
          Map.entry("MatMul", "matmul"),
          Map.entry("Softmax", "softmax"));

  /** Compiles and runs a model once, in a process whose oneDNN reports every execution. */
  static final class RunOnce {
    public static void main(String[] args) throws Exception {
      Graph graph = graph(args[0], args[1]);
      Map<String, ValueType> types = ShapeInference.infer(graph);
      List<Buffer> in =
          graph.inputs().stream().map(input -> Buffers.allocate(types.get(input.name()))).toList();
      List<Buffer> out =
          graph.outputs().stream().map(output -> Buffers.allocate(types.get(output))).toList();
      try (CompiledGraph compiled = new OnednnBackend().compile(graph, CompileOptions.f32(1));
          BackendSession session = compiled.newSession()) {
        session.run(in, out);
      }
    }
  }

  private static Graph graph(String folder, String shape) throws Exception {
    Graph graph = OnnxReader.read(Path.of(folder, "model.onnx"));
    int[] dims = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    return GraphOptimizer.optimize(
        graph.withInputShapes(Map.of(graph.inputs().get(0).name(), Shape.of(dims))));
  }

  @ParameterizedTest
  @CsvSource({
    "blazeface_front_astronaut, 1x128x128x3",
    "ppocr_cls_upright, 1x3x48x192",
    "ppocr_cls_rotated, 1x3x48x192"
  })
  void everyStepIsNativeAndOnednnRanIt(String name, String shape) throws Exception {
    String folder = TestData.shared("golden/" + name).toString();
    Graph graph = graph(folder, shape);
    Map<String, ValueType> types = ShapeInference.infer(graph);
    Map<String, Integer> nodes = new TreeMap<>();
    graph.nodes().stream()
        .filter(node -> KINDS.containsKey(node.op().type()))
        .forEach(
            node -> nodes.merge(KINDS.get(node.op().type()), steps(node, types), Integer::sum));
    assertTrue(nodes.get("convolution") > 30, nodes.toString());

    boolean isOld = Set.of("SSE4.1", "AVX").contains(new OnednnBackend().describe().get("ISA"));
    Map<String, Integer> steps = new TreeMap<>();
    try (CompiledGraph compiled = new OnednnBackend().compile(graph, CompileOptions.f32(1))) {
      for (LayerReport layer : compiled.layers()) {
        assertTrue(layer.isNative(), layer.toString());
        assertFalse(layer.implementation().startsWith("ref"), layer.toString());
        // Below AVX2, oneDNN has nothing better for some convolutions than its matrix product.
        assertTrue(isOld || !layer.implementation().contains("gemm"), layer.toString());
        if (KINDS.containsKey(layer.type())) {
          steps.merge(KINDS.get(layer.type()), 1, Integer::sum);
        }
      }
    }
    assertEquals(nodes, steps);

    ChildJvm.Result run =
        ChildJvm.run(
            Map.of("ONEDNN_VERBOSE", "profile_exec"),
            List.of(),
            List.of(),
            RunOnce.class,
            folder,
            shape);
    assertEquals(0, run.exitCode(), run.output());
    Map<String, Integer> executed = new HashMap<>();
    run.output()
        .lines()
        .map(line -> line.split(","))
        .filter(fields -> fields.length > 6 && fields[0].equals("onednn_verbose"))
        .forEach(fields -> count(fields, executed));
    executed.remove("reorder"); // packing of weights, and the layout of the input
    assertEquals(nodes, new TreeMap<>(executed), run.output());
  }

  /** One, or two for an average over so many positions that rows and columns take turns. */
  private static int steps(Node node, Map<String, ValueType> types) {
    Shape shape = types.get(node.inputs().get(0)).shape();
    return node.op() instanceof GlobalPool && shape.size(2, 4) > 256 ? 2 : 1;
  }

  /** Lines read onednn_verbose,v1,primitive,exec,cpu,convolution,... */
  private static void count(String[] fields, Map<String, Integer> executed) {
    List<String> list = List.of(fields);
    int exec = list.indexOf("exec");
    if (exec >= 0) {
      executed.merge(list.get(exec + 2), 1, Integer::sum);
    }
  }
}
