package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.graph.rewrite.GraphOptimizer;
import io.sepconv.op.Activation;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Gemm;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final Limits LIMITS = new Limits(400, 1000, 200, 5000, 10);

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(DataType.FLOAT32, Shape.of(dims));
  }

  private static void assertRefused(Graph graph, Limits limits, String message) {
    Exception refusal =
        assertThrows(ModelLimitException.class, () -> GraphOptimizer.optimize(graph, limits));
    assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
  }

  @Test
  void aLimitIsAtLeastOne() {
    assertThrows(IllegalArgumentException.class, () -> LIMITS.bytes(0));
    assertThrows(IllegalArgumentException.class, () -> LIMITS.foldedSteps(-1));
    assertThrows(IllegalArgumentException.class, () -> LIMITS.nodes(0));
    assertEquals(new Limits(7, 7, 7, 8, 9), LIMITS.bytes(7).foldedSteps(8).nodes(9));
  }

  @Test
  void anAmountAtTheLimitIsAllowed() {
    LIMITS.requireNodes(10);
    LIMITS.requireValue("v", 400);
    LIMITS.requireTotal("t", 1000);
    LIMITS.requireFolded("f", 200, 5000);
    assertThrows(ModelLimitException.class, () -> LIMITS.requireNodes(11));
    assertThrows(ModelLimitException.class, () -> LIMITS.requireValue("v", 401));
    assertThrows(ModelLimitException.class, () -> LIMITS.requireTotal("t", 1001));
    assertThrows(ModelLimitException.class, () -> LIMITS.requireFolded("f", 201, 0));
    assertThrows(ModelLimitException.class, () -> LIMITS.requireFolded("f", 0, 5001));
  }

  @Test
  void inputsResultsAndFoldedConstants() {
    GraphBuilder input = new GraphBuilder("input");
    Value x = input.input("x", Shape.of(101));
    Graph large = input.output(input.activation(x, Activation.RELU)).build();
    assertRefused(large, LIMITS, "input 'x': f32 [101] takes 404 bytes, more than the 400 allowed");

    GraphBuilder outer = new GraphBuilder("outer");
    Value column = outer.input("c", Shape.of(11, 1));
    Value row = outer.input("r", Shape.of(1, 11));
    Graph product = outer.output(outer.add(column, row)).build();
    assertRefused(product, LIMITS, "f32 [11, 11] takes 484 bytes");
    assertEquals(product, GraphOptimizer.optimize(product, LIMITS.bytes(484)));

    GraphBuilder folded = new GraphBuilder("folded");
    Value dims = folded.constant(Tensor.vector(30));
    Value ones = folded.apply(new ConstantOfShape(Tensor.of(Shape.of(1), 1f)), dims);
    Graph sum = folded.output(folded.add(ones, ones)).build();
    assertRefused(sum, LIMITS, "takes 240 bytes, more than the 200 allowed");
    assertRefused(sum, LIMITS.bytes(240).foldedSteps(100), "takes 121 steps");
    assertEquals(0, GraphOptimizer.optimize(sum, LIMITS.bytes(240)).nodes().size());
  }

  @Test
  void sizesOfZeroCountAsOne() {
    ValueType rows = ValueType.floats(Shape.of(1 << 20, 1 << 20, 0));
    assertEquals(1L << 40, rows.paddedSize());
    assertThrows(IllegalArgumentException.class, rows::requireRepresentable);
    int max = Integer.MAX_VALUE;
    assertEquals(Long.MAX_VALUE, ValueType.floats(Shape.of(0, max, max, max)).paddedSize());
    ValueType.floats(Shape.of(ValueType.MAX_SIZE, 0)).requireRepresentable();
  }

  @Test
  void aLongMessageIsCutInItsMiddle() {
    String message = new ModelFormatException("begin" + "x".repeat(10_000) + "end").getMessage();
    assertTrue(message.startsWith("begin") && message.endsWith("end"), message);
    assertEquals(2005, message.length());
    ModelFormatException placed = new ModelLimitException("too much").at("m.onnx");
    assertEquals("m.onnx: too much", placed.getMessage());
    assertEquals(ModelLimitException.class, placed.getClass());
  }

  @Test
  void workIsElementsAndTerms() {
    Window window = Window.of(3, 2);
    assertEquals(
        96 + 72 + 24 + 24 * 3 * 6, work(conv(window), zeros(1, 6, 4, 4), zeros(4, 3, 3, 2)));
    Op transposed = new ConvTranspose(window, 2, List.of(0, 0), Activation.NONE);
    assertEquals(
        24 + 36 + 150 + 24 * 3 * 6, work(transposed, zeros(1, 2, 3, 4), zeros(2, 3, 3, 2)));
    assertEquals(
        16 + 6 + 6 * 6, work(new Pool(Pool.Kind.MAX, window, false, false), zeros(1, 1, 4, 4)));
    assertEquals(6 + 12 + 8 + 8 * 3, work(new MatMul(), zeros(2, 3), zeros(3, 4)));
    assertEquals(6 + 12 + 8 + 8 * 3, work(new Gemm(1, 1, true, false), zeros(3, 2), zeros(3, 4)));
  }

  private static Conv conv(Window window) {
    return new Conv(window, 2, Activation.NONE);
  }

  private static long work(Op op, Tensor... operands) {
    Map<String, ValueType> types = new HashMap<>();
    List<String> names = List.of("a", "b").subList(0, operands.length);
    for (int i = 0; i < operands.length; i++) {
      types.put(names.get(i), ValueType.of(operands[i]));
    }
    types.put("y", ShapeInference.infer(op, List.of(operands)).get(0));
    return Work.of(new Node("n", op, names, List.of("y")), types);
  }

  /** x and the constant live all along; a and b one after the other, and c with b. */
  @Test
  void footprintIsWhatLivesTogether() {
    GraphBuilder builder = new GraphBuilder("chain");
    Value x = builder.input("x", Shape.of(10));
    Value wide = builder.add(x, builder.constant(zeros(5, 1)));
    Value pooled = builder.apply(new MatMul(), wide, builder.constant(zeros(10)));
    Graph graph = builder.output(pooled).build();
    Footprint footprint = Footprint.of(graph);
    assertEquals(new Footprint(4 * (5 + 10), 4 * (10 + 50)), footprint);
    assertEquals(4 * 75, footprint.bytes());
  }
}
