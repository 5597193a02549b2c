package io.sepconv.backend.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.Precision;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.Concat;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvSpec;
import io.sepconv.op.Flatten;
import io.sepconv.op.Identity;
import io.sepconv.op.MatMul;
import io.sepconv.op.Reshape;
import io.sepconv.op.Split;
import io.sepconv.op.Tile;
import io.sepconv.op.Transpose;
import io.sepconv.op.Window;
import io.sepconv.tensor.Agreement;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.BackendRunner;
import io.sepconv.testing.ChildJvm;
import io.sepconv.testing.GraphRunner;
import io.sepconv.testing.NativeTest;
import io.sepconv.testing.ResidualCases;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A residual that is overwritten must not be missed by anybody: on integers, exactly. */
@NativeTest
class InPlaceResidualTest {
  private static final Activation BOUNDED = new Activation(Activation.Kind.CLIP, -8, 8);

  private final Map<String, Body> bodies = new LinkedHashMap<>();
  private TestData data;

  /** A network of one input {@code [N, C, 6, 6]}; says its own outputs. */
  @FunctionalInterface
  private interface Body {
    void build(GraphBuilder b, Value x);
  }

  @TestFactory
  Stream<DynamicTest> wherever() {
    whoElseReads();
    views();
    layouts();
    return bodies.keySet().stream()
        .flatMap(
            name ->
                Stream.of(Shape.of(1, 16, 6, 6), Shape.of(2, 5, 6, 6), Shape.of(1, 32, 6, 6))
                    .map(shape -> dynamicTest(name + " of " + shape, () -> check(name, shape))));
  }

  @TestFactory
  Stream<DynamicTest> rowMajorBesideEveryKindOfConvolution() {
    return ResidualCases.PROBLEMS.stream()
        .map(problem -> dynamicTest(problem, () -> checkRowMajor(problem)));
  }

  private void checkRowMajor(String problem) {
    data = new TestData(problem.hashCode());
    ConvSpec spec = ConvSpec.parse(problem);
    GraphBuilder b = new GraphBuilder(problem);
    Value x = b.input("x", spec.inputShape());
    Value r = b.activation(b.input("r", spec.outputShape()), BOUNDED);
    Value w = b.constant(data.integers(spec.weightShape()));
    Conv op = new Conv(spec.window(), spec.groups(), Activation.RELU);
    check(b.output(b.apply(op, x, w, null, r)).build());
  }

  /** Where the best kernels add in place only, a residual in another layout is copied first. */
  @ParameterizedTest
  @ValueSource(strings = {"SSE41", "AVX2"})
  void onOlderProcessorsToo(String isa) throws Exception {
    ChildJvm.Result result =
        ChildJvm.run(
            Map.of("ONEDNN_MAX_CPU_ISA", isa), List.of(), List.of(), InPlaceResidualTest.class);
    assertEquals(0, result.exitCode(), result.output());
  }

  /** All cases, for a process in which oneDNN takes the processor for an older one. */
  public static void main(String[] args) throws Throwable {
    InPlaceResidualTest test = new InPlaceResidualTest();
    for (DynamicTest one :
        Stream.concat(test.wherever(), test.rowMajorBesideEveryKindOfConvolution()).toList()) {
      one.getExecutable().execute();
    }
  }

  private void whoElseReads() {
    bodies.put("nobody", (b, x) -> b.output(sum(b, conv(b, x), conv(b, x))));
    bodies.put(
        "a later node",
        (b, x) -> {
          Value r = conv(b, x);
          Value y = sum(b, x, r);
          b.output(b.add(y, b.activation(r, Activation.RELU)));
        });
    bodies.put(
        "an earlier node",
        (b, x) -> {
          Value r = conv(b, x);
          Value relu = b.activation(r, Activation.RELU);
          b.output(b.add(sum(b, x, r), relu));
        });
    bodies.put("the convolution itself", (b, x) -> b.output(sum(b, conv(b, x), null)));
    bodies.put("the caller, as an input", (b, x) -> b.output(sum(b, conv(b, x), x)));
    bodies.put(
        "the caller, as an output",
        (b, x) -> {
          Value r = conv(b, x);
          b.output(sum(b, x, r)).output(r);
        });
    bodies.put(
        "the next in a chain",
        (b, x) -> {
          Value r = conv(b, x);
          for (int i = 0; i < 3; i++) {
            r = sum(b, b.activation(r, Activation.RELU), r);
          }
          b.output(r).output(sum(b, x, r));
        });
    bodies.put(
        "the other half of a split",
        (b, x) -> {
          Value r = b.apply(new Concat(1), conv(b, x), conv(b, x));
          List<Value> halves = b.applyAll(new Split(1, 2, false), 2, r);
          Value y = sum(b, x, halves.get(0));
          b.output(b.apply(new Concat(1), y, halves.get(1), halves.get(0), r));
        });
    bodies.put(
        "a step in Java",
        (b, x) -> {
          Value r = conv(b, x);
          Value y = sum(b, x, r);
          b.output(y).output(b.apply(new Tile(), r, b.constant(Tensor.vector(1, 2, 1, 1))));
        });
  }

  private void views() {
    bodies.put(
        "a view of it, later",
        (b, x) -> {
          Value r = conv(b, x);
          Value view = b.apply(new Transpose(List.of(0, 2, 3, 1)), r);
          b.output(sum(b, x, r)).output(b.activation(view, Activation.RELU));
        });
    bodies.put(
        "a view of it that is an output",
        (b, x) -> {
          Value r = conv(b, x);
          Value view = b.apply(new Transpose(List.of(0, 2, 3, 1)), r);
          b.output(sum(b, x, r)).output(view);
        });
    bodies.put(
        "what it is a view of, later",
        (b, x) -> {
          Value r = conv(b, x);
          Value y = sum(b, x, b.apply(new Identity(), r));
          b.output(b.add(y, b.activation(r, Activation.RELU)));
        });
    bodies.put(
        "what it is a view of, in the convolution",
        (b, x) -> {
          Value r = conv(b, x);
          b.output(sum(b, r, b.apply(new Identity(), r)));
        });
    bodies.put(
        "the convolution, transposed",
        (b, x) -> {
          Value r = conv(b, x);
          b.output(sum(b, b.apply(new Transpose(List.of(0, 1, 3, 2)), r), r));
        });
    bodies.put(
        "channels of a shuffle, before and after",
        (b, x) -> {
          Shape shape = x.shape();
          Value r = b.apply(new Concat(1), conv(b, x), conv(b, x));
          Value pairs = reshaped(b, r, shape.dim(0), 2, shape.dim(1), 6, 6);
          Value t = b.apply(new Transpose(List.of(0, 2, 1, 3, 4)), pairs);
          Value z = reshaped(b, t, shape.dim(0), 2 * shape.dim(1), 6, 6);
          Value y = sum(b, b.activation(r, Activation.RELU), z);
          b.output(y).output(reshaped(b, t, shape.dim(0), 2 * shape.dim(1), 6, 6));
          b.output(b.apply(new Flatten(2), t));
        });
  }

  private void layouts() {
    bodies.put(
        "a reader of another layout, before",
        (b, x) -> {
          Value r = conv(b, x);
          Value flat = b.activation(b.apply(new Flatten(1), r), Activation.RELU);
          b.output(sum(b, x, r)).output(flat);
        });
    bodies.put(
        "a reader of another layout, after",
        (b, x) -> {
          Value r = conv(b, x);
          b.output(sum(b, x, r)).output(b.activation(b.apply(new Flatten(1), r), BOUNDED));
        });
    bodies.put(
        "a reader of the copy that it is",
        (b, x) -> {
          Value r = conv(b, x);
          Value y = sum(b, b.activation(column(b, x), Activation.RELU), column(b, r));
          // The second operand makes sure that the copy is read after the convolution.
          b.output(b.apply(new MatMul(), r, reshaped(b, y, x.shape().dims())));
        });
    bodies.put(
        "nobody, row-major from a function",
        (b, x) -> b.output(sum(b, conv(b, x), b.activation(x, BOUNDED))));
    bodies.put(
        "nobody, row-major from Java",
        (b, x) -> {
          Value tiled = b.apply(new Tile(), x, b.constant(Tensor.vector(1, 1, 1, 1)));
          b.output(sum(b, conv(b, x), tiled));
        });
  }

  private Value conv(GraphBuilder b, Value x) {
    return conv(b, x, null);
  }

  private Value conv(GraphBuilder b, Value x, Value residual) {
    int channels = x.shape().dim(1);
    Window window = Window.uniform(List.of(3, 3), 1, 1, 1);
    Value weights = b.constant(data.integers(Shape.of(channels, channels, 3, 3)));
    Conv op = new Conv(window, 1, BOUNDED);
    return residual == null ? b.apply(op, x, weights) : b.apply(op, x, weights, null, residual);
  }

  /** A convolution of x with a residual; x itself where none is given. */
  private Value sum(GraphBuilder b, Value x, Value residual) {
    return conv(b, x, residual == null ? x : residual);
  }

  private static Value reshaped(GraphBuilder b, Value x, int... sizes) {
    long[] shape = Arrays.stream(sizes).asLongStream().toArray();
    return b.apply(new Reshape(false), x, b.constant(Tensor.vector(shape)));
  }

  /** All elements of a picture as channels of one position. */
  private static Value column(GraphBuilder b, Value x) {
    return reshaped(b, x, x.shape().dim(0), (int) x.shape().size(1, 4), 1, 1);
  }

  private void check(String name, Shape shape) {
    data = new TestData(name.hashCode());
    GraphBuilder b = new GraphBuilder(name);
    bodies.get(name).build(b, b.input("x", shape));
    check(b.build());
  }

  private void check(Graph graph) {
    Tensor[] inputs =
        graph.inputs().stream().map(in -> data.integers(in.shape())).toArray(Tensor[]::new);
    List<Tensor> expected = GraphRunner.run(graph, inputs);
    CompileOptions tuned = new CompileOptions(1, Precision.F32, true, false);
    for (CompileOptions options : List.of(CompileOptions.f32(1), tuned)) {
      for (Graph form : List.of(graph, GraphOptimizer.optimize(graph))) {
        try (CompiledGraph compiled = new OnednnBackend().compile(form, options)) {
          List<Tensor> actual = BackendRunner.run(compiled, expected, true, inputs);
          for (int i = 0; i < expected.size(); i++) {
            Agreement agreement = Agreement.of(expected.get(i), actual.get(i));
            assertTrue(
                agreement.within(0), graph.name() + ", output " + i + ": " + agreement.describe());
          }
        }
      }
    }
  }
}
