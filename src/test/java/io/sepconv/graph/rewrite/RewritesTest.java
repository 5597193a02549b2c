package io.sepconv.graph.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.GraphInput;
import io.sepconv.graph.Node;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.Identity;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Reshape;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.op.Window;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.OperatorCases;
import io.sepconv.testing.TestData;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Where each rule fires, where it must not, and that results stay. */
class RewritesTest {
  private final TestData data = new TestData(7);
  private final GraphBuilder builder = new GraphBuilder("rewrites");
  private final Value x = builder.input("x", Shape.of(1, 4, 6, 6));

  private Value conv(Value from) {
    Conv op = new Conv(Window.uniform(List.of(3, 3), 1, 1, 1), 1, Activation.NONE);
    return builder.apply(op, from, builder.constant(data.floats(Shape.of(4, 4, 3, 3))));
  }

  private Value batchNorm(Value from) {
    Shape channels = Shape.of(4);
    return builder.apply(
        new BatchNorm(1e-3f),
        from,
        builder.constant(data.floats(channels)),
        builder.constant(data.floats(channels)),
        builder.constant(data.floats(channels)),
        builder.constant(data.floats(channels, 0.1f, 2)));
  }

  private List<String> optimizedTypes(Value... outputs) {
    for (Value output : outputs) {
      builder.output(output);
    }
    Graph graph = builder.build();
    Graph optimized = GraphOptimizer.optimize(graph);
    assertSameResults(graph, optimized, data.floats(x.shape()));
    return optimized.nodes().stream().map(node -> node.op().type()).toList();
  }

  private static void assertSameResults(Graph graph, Graph optimized, Tensor... inputs) {
    List<Tensor> expected = GraphRunner.run(graph, inputs);
    List<Tensor> actual = GraphRunner.run(optimized, inputs);
    for (int i = 0; i < expected.size(); i++) {
      Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
      assertTrue(agreement.within(1e-5), graph.name() + ": " + agreement.describe());
    }
  }

  @Test
  void batchNormAndActivationJoinTheConvolution() {
    assertEquals(
        List.of("Conv"), optimizedTypes(builder.activation(batchNorm(conv(x)), Activation.RELU6)));
  }

  @Test
  void functionsThatNoKernelAppliesStayBehindTheConvolution() {
    Activation floor = new Activation(Activation.Kind.FLOOR, 0, 0);
    assertEquals(List.of("Conv", "Floor"), optimizedTypes(builder.activation(conv(x), floor)));
  }

  @Test
  void aConvolutionThatOthersReadKeepsItsResult() {
    Value y = conv(x);
    assertEquals(
        List.of("Conv", "Mul", "Add", "Relu"),
        optimizedTypes(y, builder.activation(batchNorm(y), Activation.RELU)));
  }

  @Test
  void anActivatedConvolutionTakesNoBatchNormAndNoSecondActivation() {
    Value relu = builder.activation(conv(x), Activation.RELU);
    assertEquals(
        List.of("Conv", "Sigmoid"), optimizedTypes(builder.activation(relu, Activation.SIGMOID)));
    GraphBuilder other = new GraphBuilder("other");
    Value z = other.input("x", x.shape());
    Op op = new Conv(Window.of(1, 1), 1, Activation.RELU);
    Value y = other.apply(op, z, other.constant(data.floats(Shape.of(4, 4, 1, 1))));
    Shape channels = Shape.of(4);
    Value[] norm = {y, null, null, null, null};
    for (int i = 1; i < 5; i++) {
      norm[i] = other.constant(data.floats(channels, 0.1f, 2));
    }
    Graph graph = other.output(other.apply(new BatchNorm(1e-3f), norm)).build();
    Graph optimized = GraphOptimizer.optimize(graph);
    assertEquals(
        List.of("Conv", "Mul", "Add"),
        optimized.nodes().stream().map(node -> node.op().type()).toList());
    assertSameResults(graph, optimized, data.floats(x.shape()));
  }

  @Test
  void identitiesGoUnlessTheyNameAnOutput() {
    Value y = builder.apply(new Identity(), x);
    Value z = builder.activation(builder.apply(new Identity(), y), Activation.RELU);
    assertEquals(List.of("Relu", "Identity"), optimizedTypes(builder.apply(new Identity(), z)));
  }

  @Test
  void shapeArithmeticFoldsIntoAReshape() {
    Graph graph =
        new Graph(
            "reshape",
            List.of(new GraphInput("x", DataType.FLOAT32, List.of(-1, 4, -1))),
            Map.of(
                "zero", Tensor.vector(0),
                "one", Tensor.vector(1),
                "rest", Tensor.vector(-1)),
            List.of(
                // Deliberately not in the order in which they can run.
                new Node("reshape", new Reshape(false), List.of("x", "target"), List.of("y")),
                new Node("concat", new Concat(0), List.of("batch", "rest"), List.of("target")),
                new Node("slice", new Slice(), List.of("s", "zero", "one"), List.of("batch")),
                new Node("shape", new ShapeOf(), List.of("x"), List.of("s"))),
            List.of("y"),
            Map.of());
    Graph fixed = graph.withInputShapes(Map.of("x", Shape.of(3, 4, 5)));
    Graph optimized = GraphOptimizer.optimize(fixed);
    assertEquals(1, optimized.nodes().size());
    assertEquals(Tensor.vector(3, -1), optimized.constants().get("target"));
    assertEquals(List.of("target"), List.copyOf(optimized.constants().keySet()));
    assertSameResults(fixed, optimized, data.floats(Shape.of(3, 4, 5)));
  }

  @Test
  void automaticPadsAreWrittenOut() {
    List<Integer> twos = List.of(2, 2);
    List<Integer> ones = List.of(1, 1);
    List<Integer> zeros = List.of(0, 0);
    Window same = new Window(List.of(3, 3), twos, ones, zeros, zeros, AutoPad.SAME_UPPER);
    Value y = builder.apply(new Pool(Pool.Kind.MAX, same, false, false), x);
    Graph optimized = GraphOptimizer.optimize(builder.output(y).build());
    Pool pool = (Pool) optimized.nodes().get(0).op();
    assertEquals(AutoPad.NOTSET, pool.window().autoPad());
    assertEquals(zeros, pool.window().padBegin());
    assertEquals(ones, pool.window().padEnd());
  }

  @Test
  void whatNoOutputNeedsIsDropped() {
    conv(x);
    assertEquals(List.of("Relu"), optimizedTypes(builder.activation(x, Activation.RELU)));
  }

  @Test
  void constantsOfTheModelKeepTheirNamesAndTensors() {
    Value y = conv(x);
    Graph graph = builder.output(y).build();
    String weights = graph.nodes().get(0).inputs().get(1);
    assertSame(
        graph.constants().get(weights), GraphOptimizer.optimize(graph).constants().get(weights));
  }

  @TestFactory
  Stream<DynamicTest> everyOperatorKeepsItsResult() {
    return OperatorCases.all().stream()
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.name(),
                    () ->
                        assertSameResults(
                            c.graph(), GraphOptimizer.optimize(c.graph()), c.inputs())));
  }
}
