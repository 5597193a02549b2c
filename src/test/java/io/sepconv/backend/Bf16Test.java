package io.sepconv.backend;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.onednn.OnednnBackend;
import io.sepconv.graph.ConvLayer;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Node;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.reference.Evaluators;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.ConvProblems;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.OperatorCases;
import io.sepconv.testing.RandomGraphs;
import io.sepconv.testing.TestData;
import io.sepconv.zoo.Zoo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks in bfloat16 against the reference, where the processor multiplies it. */
@NativeTest
class Bf16Test {
  private static final CompileOptions BF16 = new CompileOptions(1, Precision.BF16, false, false);

  /**
   * Functions that make much of a small difference, as at a step or beside a pole, or little of
   * what the difference is a share of. They are held against a reference that rounds where the
   * backend does, to the same tolerance.
   */
  private static final Set<String> STEEP =
      Set.of(
          "CLIP after a convolution",
          "RECIPROCAL after a convolution",
          "LOG after a convolution",
          "FLOOR after a convolution",
          "CEIL after a convolution",
          "PROD along [-1], after a convolution");

  static List<String> names() {
    return Zoo.names();
  }

  @BeforeEach
  void multiplies() {
    Support support = new OnednnBackend().supports(Precision.BF16);
    assumeTrue(support.yes(), support.reason());
  }

  private static List<Tensor> run(Graph graph, Tensor... inputs) {
    return BackendRunner.run(new OnednnBackend(), BF16, graph, true, inputs);
  }

  /** Integers up to 256 are bfloat16's own and sums are f32: only the result is rounded. */
  @TestFactory
  Stream<DynamicTest> convolutionsRoundOnlyTheirResult() {
    return ConvProblems.ALL.stream()
        .map(problem -> dynamicTest(problem, () -> isRounded(ConvSpec.parse(problem))));
  }

  private static void isRounded(ConvSpec spec) {
    TestData data = new TestData(spec.toString().hashCode());
    for (Activation activation : List.of(Activation.NONE, Activation.RELU6)) {
      GraphBuilder b = new GraphBuilder("conv");
      ConvLayer layer =
          new ConvLayer(
              data.integers(spec.weightShape()),
              spec.window(),
              data.integers(Shape.of(spec.outChannels())),
              activation);
      Value y = b.groupedConv(b.input("x", spec.inputShape()), spec.groups(), layer);
      Graph graph = b.output(y).build();
      Tensor x = data.integers(spec.inputShape());
      Agreement agreement =
          Agreement.of(rounded(GraphRunner.run(graph, x).get(0)), run(graph, x).get(0));
      assertTrue(agreement.within(0), spec + ", " + activation + ": " + agreement.describe());
    }
  }

  /** The nearest numbers of eight significant bits, of two the even one. */
  private static Tensor rounded(Tensor tensor) {
    float[] values = new float[tensor.size()];
    for (int i = 0; i < values.length; i++) {
      int bits = Float.floatToRawIntBits(tensor.floats()[i]);
      values[i] = Float.intBitsToFloat((bits + 0x7FFF + (bits >> 16 & 1)) & 0xFFFF0000);
    }
    return Tensor.of(tensor.shape(), values);
  }

  @TestFactory
  Stream<DynamicTest> operatorsAgreeWithTheReference() {
    return OperatorCases.all().stream().map(c -> dynamicTest(c.name(), () -> agrees(c)));
  }

  @Test
  void randomGraphsAgreeWithTheReference() {
    for (long seed = 4000; seed < 4060; seed++) {
      agrees(RandomGraphs.of(seed, false));
    }
  }

  private static void agrees(OperatorCases.Case c) {
    List<Tensor> expected =
        STEEP.contains(c.name())
            ? runRounded(GraphOptimizer.optimize(c.graph()), c.inputs())
            : GraphRunner.run(c.graph(), c.inputs());
    List<Tensor> actual = run(c.graph(), c.inputs());
    for (int i = 0; i < expected.size(); i++) {
      Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
      boolean floats = expected.get(i).type() == DataType.FLOAT32;
      assertTrue(
          agreement.within(floats ? Agreement.BF16 : 0),
          c.name() + ", output " + i + ": " + agreement.describe());
    }
  }

  /** The reference with operands and results of convolutions as bfloat16 has them. */
  private static List<Tensor> runRounded(Graph graph, Tensor... inputs) {
    Map<String, Tensor> values = new HashMap<>(graph.constants());
    for (int i = 0; i < inputs.length; i++) {
      values.put(graph.inputs().get(i).name(), inputs[i]);
    }
    for (Node node : graph.nodes()) {
      List<Tensor> operands = new ArrayList<>(node.inputs().stream().map(values::get).toList());
      boolean rounds = node.op() instanceof Conv;
      if (rounds) {
        operands.set(0, rounded(operands.get(0)));
        operands.set(1, rounded(operands.get(1)));
      }
      Tensor result = Evaluators.evaluate(node.op(), operands).get(0);
      values.put(node.output(), rounds ? rounded(result) : result);
    }
    return graph.outputs().stream().map(values::get).toList();
  }

  /** Random weights, which average nothing out as trained ones do. */
  @ParameterizedTest
  @MethodSource("names")
  void networksAgreeWithThemselvesInF32(String name) {
    Graph graph = Zoo.build(name, 3);
    int size = graph.input("x").dims().get(2);
    Tensor x = new TestData(4).floats(Shape.of(1, 3, size, size));
    ModelOptions options = ModelOptions.defaults().backend("onednn").threads(1);
    try (Model f32 = Model.of(graph, options);
        Model bf16 = Model.of(graph, options.precision(Precision.BF16))) {
      Agreement agreement = Agreement.of(f32.run(x), bf16.run(x));
      assertTrue(agreement.withinBf16(), name + ": " + agreement.describe());
    }
  }
}
