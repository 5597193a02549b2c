package io.sepconv.backend.jvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sepconv.backend.CompileOptions;
import io.sepconv.backend.CompiledGraph;
import io.sepconv.backend.LayerReport;
import io.sepconv.graph.Graph;
import io.sepconv.graph.GraphBuilder;
import io.sepconv.graph.Value;
import io.sepconv.op.Gemm;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gemm and MatMul at sizes around those of tiles and panels. */
class MatrixProductTest {
  private static final int[] SIZES = {1, 2, 7, 8, 13, 64, 65, 130};

  private final TestData data = new TestData(7);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 13, 64, 65, 130})
  void constantAndComputedRightOperands(int m) {
    for (int n : SIZES) {
      for (int k : SIZES) {
        constant(new MatMul(), Shape.of(m, k), Shape.of(k, n), null);
        computed(new MatMul(), Shape.of(m, k), Shape.of(k, n), null);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void gemmsOfTransposedOperands(boolean transA, boolean transB) {
    for (int m : new int[] {1, 7, 13, 65}) {
      for (Shape c :
          new Shape[] {null, Shape.of(), Shape.of(19), Shape.of(m, 1), Shape.of(m, 19)}) {
        Gemm op = new Gemm(2, c == null ? 1 : 3, transA, transB);
        Shape a = transA ? Shape.of(30, m) : Shape.of(m, 30);
        Shape b = transB ? Shape.of(19, 30) : Shape.of(30, 19);
        constant(op, a, b, c);
        computed(op, a, b, c);
      }
    }
  }

  @Test
  void leadingAxesAreBroadcast() {
    for (Shape[] shapes :
        new Shape[][] {
          {Shape.of(2, 3, 9, 5), Shape.of(2, 3, 5, 17)},
          {Shape.of(2, 3, 9, 5), Shape.of(5, 17)},
          {Shape.of(2, 3, 9, 5), Shape.of(3, 5, 17)},
          {Shape.of(2, 1, 9, 5), Shape.of(3, 5, 17)},
          {Shape.of(9, 5), Shape.of(2, 3, 5, 17)},
          {Shape.of(2, 1, 9, 5), Shape.of(1, 1, 5, 17)},
          {Shape.of(1, 9, 5), Shape.of(2, 1, 5, 17)},
          {Shape.of(5), Shape.of(5)},
          {Shape.of(5), Shape.of(2, 5, 3)},
          {Shape.of(2, 3, 5), Shape.of(5)}
        }) {
      constant(new MatMul(), shapes[0], shapes[1], null);
      computed(new MatMul(), shapes[0], shapes[1], null);
    }
  }

  @Test
  void oneGraphMayPackOneConstantInTwoWays() {
    GraphBuilder builder = new GraphBuilder("twice");
    Value x = builder.input("x", Shape.of(3, 20));
    Value weights = builder.constant(data.integers(Shape.of(20, 20)));
    Value y = builder.apply(new Gemm(1, 1, false, false), x, weights);
    Value z = builder.apply(new Gemm(2, 1, false, true), y, weights);
    KernelCheck.isExact(builder.output(z).build(), data.integers(Shape.of(3, 20)));
  }

  @Test
  void infinitiesStayInTheirRows() {
    GraphBuilder builder = new GraphBuilder("infinities");
    Value x = builder.input("a", Shape.of(9, 3));
    Value y = builder.apply(new MatMul(), x, builder.input("b", Shape.of(3, 5)));
    Tensor a = data.integers(Shape.of(9, 3));
    a.floats()[4] = Float.POSITIVE_INFINITY;
    a.floats()[24] = Float.NaN;
    KernelCheck.isExact(builder.output(y).build(), a, data.integers(Shape.of(3, 5)));
  }

  @Test
  void costsOfSeveralKernelsAreReportedOnce() {
    GraphBuilder builder = new GraphBuilder("costs");
    Value y =
        builder.apply(
            new Gemm(1, 2, false, false),
            builder.input("a", Shape.of(9, 3)),
            builder.input("b", Shape.of(3, 5)),
            builder.input("c", Shape.of(5)));
    Graph graph = builder.output(y).build();
    try (CompiledGraph compiled = new JvmBackend().compile(graph, CompileOptions.f32(1))) {
      List<LayerReport> layers = compiled.layers();
      assertEquals(3, layers.size(), layers.toString());
      assertEquals(9 * 3 * 5, layers.stream().mapToLong(LayerReport::macs).sum());
      assertEquals(4 * (27 + 15 + 5 + 45), layers.stream().mapToLong(LayerReport::bytes).sum());
    }
  }

  private void constant(Op op, Shape a, Shape b, Shape c) {
    GraphBuilder builder = new GraphBuilder(op + " of " + a + ", constant " + b + " and " + c);
    Value x = builder.input("a", a);
    Value weights = builder.constant(data.integers(b));
    Value y =
        c == null
            ? builder.apply(op, x, weights)
            : builder.apply(op, x, weights, builder.constant(data.integers(c)));
    KernelCheck.isExact(builder.output(y).build(), data.integers(a));
  }

  private void computed(Op op, Shape a, Shape b, Shape c) {
    GraphBuilder builder = new GraphBuilder(op + " of " + a + ", " + b + " and " + c);
    Value x = builder.input("a", a);
    Value weights = builder.input("b", b);
    if (c == null) {
      Graph graph = builder.output(builder.apply(op, x, weights)).build();
      KernelCheck.isExact(graph, data.integers(a), data.integers(b));
      return;
    }
    Graph graph = builder.output(builder.apply(op, x, weights, builder.input("c", c))).build();
    KernelCheck.isExact(graph, data.integers(a), data.integers(b), data.integers(c));
  }
}
