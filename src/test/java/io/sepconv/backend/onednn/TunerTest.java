package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.Model;
import io.sepconv.ModelOptions;
import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.plan.Batches;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Activation;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.ConvProblems;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.TestData;
import io.sepconv.zoo.Zoo;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever implementation is chosen, it is right; and the choice is the same for every model. */
@NativeTest
class TunerTest {
  /** More channels than registers hold, and not quite; strides, wide windows. */
  private static final List<String> LARGE =
      List.of(
          "mb1ic64ih14oc128kh3ph1n\"direct, many channels\"",
          "mb1ic72ih15oc40oh8kh3sh2ph1n\"direct, stride 2, many channels\"",
          "mb2ic48ih12oc80oh6kh5sh2ph2n\"direct 5x5, stride 2\"",
          "mb1g96ic96ih28oc96kh3ph1n\"depthwise, many channels\"",
          "mb1g144ic144ih28oc144oh14kh3sh2ph1n\"depthwise, stride 2, many channels\"",
          "mb1g72ic72ih17oc72kh5ph2n\"depthwise 5x5, many channels\"",
          "mb2g120ic120ih14oc120oh7kh5sh2ph2n\"depthwise 5x5, stride 2\"",
          "mb1ic144ih14oc24kh1n\"1x1, few outputs\"",
          "mb1ic24ih14oc144kh1n\"1x1, few inputs\"",
          "mb1ic96ih14oc40oh7kh1sh2n\"1x1, stride 2, many channels\"",
          "mb1ic320ih7oc200kh1n\"1x1, many channels\"",
          "mb1g8ic64ih14oc64kh3ph1n\"grouped, many channels\"");

  /** Takes the candidate of a number, or the last, and remembers them all. */
  private static final class Nth extends Tuner {
    private final int number;
    private final List<String> names = new ArrayList<>();
    private int most;

    Nth(int number) {
      super(1, false);
      this.number = number;
    }

    @Override
    PrimitiveDesc fastest(ConvProblem problem, ConvProblem.Sum sum, List<PrimitiveDesc> all) {
      most = Math.max(most, all.size());
      PrimitiveDesc taken = all.get(Math.min(number, all.size() - 1));
      names.add(sum + " by " + taken.implementation());
      return taken;
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCandidateIsExactOnIntegers() {
    return Stream.concat(ConvProblems.ALL.stream(), LARGE.stream())
        .map(problem -> dynamicTest(problem, () -> isExact(problem)));
  }

  /** Through as many plans as the longest list of candidates has. */
  private static void isExact(String problem) {
    for (boolean bias : new boolean[] {true, false}) {
      for (Residual residual : Residual.values()) {
        TestData data = new TestData(problem.hashCode());
        Graph graph = graph(ConvSpec.parse(problem), bias, residual, data);
        Tensor[] inputs =
            graph.inputs().stream().map(in -> data.integers(in.shape())).toArray(Tensor[]::new);
        List<Tensor> expected = GraphRunner.run(graph, inputs);
        int most = 1;
        for (int i = 0; i < most; i++) {
          Nth tuner = new Nth(i);
          try (CompiledGraph compiled =
              PlanCompiler.compile(
                      graph,
                      Batches.Run.whole(graph),
                      CompileOptions.f32(1),
                      tuner,
                      new PackedConstants())
                  .orElseThrow()) {
            Agreement agreement =
                Agreement.of(
                    expected.get(0), BackendRunner.run(compiled, expected, true, inputs).get(0));
            assertTrue(
                agreement.within(0),
                problem + ", bias " + bias + ", " + tuner.names + ": " + agreement.describe());
          }
          most = tuner.most;
        }
      }
    }
  }

  /** Where a residual lies. */
  private enum Residual {
    NONE,
    /** Read by others too. */
    BESIDE,
    /** The result of another convolution, read by nobody else. */
    IN_PLACE
  }

  private static Graph graph(ConvSpec spec, boolean bias, Residual residual, TestData data) {
    GraphBuilder b = new GraphBuilder(spec.toString());
    Value x = b.input("x", spec.inputShape());
    Value weights = b.constant(data.integers(spec.weightShape()));
    Value offset = bias ? b.constant(data.integers(Shape.of(spec.outChannels()))) : null;
    Conv op =
        new Conv(
            spec.window(),
            spec.groups(),
            residual == Residual.NONE ? Activation.RELU6 : Activation.RELU);
    if (residual == Residual.NONE) {
      return b.output(b.apply(op, x, weights, offset)).build();
    }
    Value r =
        b.apply(
            op,
            b.activation(x, Activation.RELU),
            b.constant(data.integers(spec.weightShape())),
            offset);
    Value y = b.apply(op, x, weights, offset, r);
    return b.output(residual == Residual.IN_PLACE ? y : b.add(y, r)).build();
  }

  @Test
  void tunedAndUntunedNetworksAgreeAndTwoTunedOnesAreEqual() {
    for (String name : List.of("mobilenet_v2", "mobilenet_v3_small", "efficientnet_lite0")) {
      Graph graph = Zoo.build(name, 3);
      int size = graph.input("x").dims().get(2);
      Tensor x = new TestData(4).floats(Shape.of(1, 3, size, size));
      ModelOptions tuned = ModelOptions.defaults().backend("onednn").threads(1);
      try (Model first = Model.of(graph, tuned);
          Model second = Model.of(graph, tuned);
          Model untuned = Model.of(graph, tuned.tuned(false))) {
        Tensor expected = untuned.run(x);
        Tensor actual = first.run(x);
        Agreement agreement = Agreement.of(expected, actual);
        assertTrue(agreement.within(Agreement.F32), name + ": " + agreement.describe());
        assertArrayEquals(actual.floats(), second.run(x).floats(), name);
      }
    }
  }
}
