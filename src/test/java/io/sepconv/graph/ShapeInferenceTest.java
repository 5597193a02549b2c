package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Concat;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Conv;
import io.sepconv.op.ConvTranspose;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
import io.sepconv.op.Identity;
import io.sepconv.op.MatMul;
import io.sepconv.op.Op;
import io.sepconv.op.Pool;
import io.sepconv.op.Reshape;
import io.sepconv.op.Resize;
import io.sepconv.op.ShapeOf;
import io.sepconv.op.Slice;
import io.sepconv.op.Softmax;
import io.sepconv.op.Squeeze;
import io.sepconv.op.Transpose;
import io.sepconv.op.Unsqueeze;
import io.sepconv.op.Window;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeInferenceTest {
  private static final Resize NEAREST =
      new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR);

  private static Tensor f32(int... dims) {
    return Tensor.zeros(DataType.FLOAT32, Shape.of(dims));
  }

  private static Tensor i64(long... values) {
    return Tensor.vector(values);
  }

  private static void assertShape(Shape expected, Op op, Tensor... operands) {
    assertType(ValueType.floats(expected), op, operands);
  }

  private static void assertType(ValueType expected, Op op, Tensor... operands) {
    assertEquals(List.of(expected), ShapeInference.infer(op, Arrays.asList(operands)));
  }

  private static void assertRefused(String reason, Op op, Tensor... operands) {
    Exception e =
        assertThrows(
            RuntimeException.class, () -> ShapeInference.infer(op, Arrays.asList(operands)));
    assertTrue(
        e instanceof IllegalArgumentException || e instanceof ArithmeticException, e.toString());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }

  private static Conv conv(Window window, int groups) {
    return new Conv(window, groups, Activation.NONE);
  }

  private static Window automatic(AutoPad autoPad) {
    List<Integer> none = List.of(0, 0);
    return new Window(List.of(3, 3), List.of(2, 2), List.of(1, 1), none, none, autoPad);
  }

  @Test
  void convolution() {
    Conv op = conv(Window.uniform(List.of(3, 3), 2, 1, 1), 1);
    assertShape(Shape.of(2, 5, 4, 3), op, f32(2, 4, 7, 6), f32(5, 4, 3, 3), f32(5));
    assertShape(Shape.of(0, 5, 4, 3), op, f32(0, 4, 7, 6), f32(5, 4, 3, 3));
    assertShape(Shape.of(2, 6, 5), conv(Window.of(3), 2), f32(2, 4, 7), f32(6, 2, 3));
    assertRefused("do not fit 2 groups", conv(Window.of(3), 2), f32(2, 4, 7), f32(6, 4, 3));
    assertRefused("do not fit 2 groups", conv(Window.of(3), 2), f32(2, 4, 7), f32(5, 2, 3));
    assertRefused("do not fit a kernel", op, f32(2, 4, 7), f32(5, 4, 3, 3));
    assertRefused("do not fit a kernel", op, f32(2, 4, 7, 6), f32(5, 4, 3, 2));
    assertRefused("bias must be [5]", op, f32(2, 4, 7, 6), f32(5, 4, 3, 3), f32(4));
    assertRefused("operand 1 is missing", op, f32(2, 4, 7, 6));
    assertRefused("must be f32", op, i64(1), f32(5, 4, 3, 3));
    assertRefused("does not fit an input of 0", op, f32(2, 4, 0, 6), f32(5, 4, 3, 3));
  }

  @Test
  void automaticPaddingCounts() {
    // 8 / 2 = 4 and 7 / 2 rounded up; without padding (8 - 3) / 2 + 1 = 3 and (7 - 3) / 2 + 1 = 3
    Tensor x = f32(1, 4, 8, 7);
    Tensor w = f32(5, 4, 3, 3);
    assertShape(Shape.of(1, 5, 4, 4), conv(automatic(AutoPad.SAME_UPPER), 1), x, w);
    assertShape(Shape.of(1, 5, 4, 4), conv(automatic(AutoPad.SAME_LOWER), 1), x, w);
    assertShape(Shape.of(1, 5, 3, 3), conv(automatic(AutoPad.VALID), 1), x, w);
    Pool pool = new Pool(Pool.Kind.MAX, automatic(AutoPad.SAME_UPPER), false, false);
    assertShape(Shape.of(1, 4, 4, 4), pool, x);
  }

  @Test
  void transposedConvolution() {
    Window window = Window.uniform(List.of(3, 3), 2, 1, 1);
    ConvTranspose op = new ConvTranspose(window, 2, List.of(1, 0), Activation.NONE);
    // (5 - 1) * 2 + 3 - 2 + 1 = 10, (6 - 1) * 2 + 3 - 2 = 11
    assertShape(Shape.of(1, 6, 10, 11), op, f32(1, 4, 5, 6), f32(4, 3, 3, 3), f32(6));
    assertRefused("do not fit 2 groups", op, f32(1, 4, 5, 6), f32(5, 3, 3, 3));
    assertRefused("bias must be [6]", op, f32(1, 4, 5, 6), f32(4, 3, 3, 3), f32(3));
    ConvTranspose tight =
        new ConvTranspose(Window.uniform(List.of(1), 1, 1, 3), 1, List.of(0), Activation.NONE);
    assertRefused("leave no output", tight, f32(1, 1, 4), f32(1, 1, 1));
  }

  @Test
  void pooling() {
    Window window = Window.uniform(List.of(3, 3), 2, 1, 0);
    assertShape(
        Shape.of(2, 4, 2, 3), new Pool(Pool.Kind.MAX, window, false, false), f32(2, 4, 6, 7));
    assertShape(
        Shape.of(2, 4, 3, 3), new Pool(Pool.Kind.MAX, window, true, false), f32(2, 4, 6, 7));
    assertRefused("does not fit", new Pool(Pool.Kind.MAX, window, true, false), f32(2, 4, 6));
    assertShape(Shape.of(2, 4, 1, 1), new GlobalPool(Pool.Kind.AVERAGE), f32(2, 4, 6, 7));
    assertRefused("must be [N, C, ...]", new GlobalPool(Pool.Kind.AVERAGE), f32(2, 4));
  }

  @Test
  void elementwise() {
    assertShape(Shape.of(2, 3), Activation.RELU, f32(2, 3));
    assertType(ValueType.of(i64(1)), Activation.RELU, i64(1));
    assertRefused("must be f32", Activation.SIGMOID, i64(1));
    Binary add = new Binary(Binary.Kind.ADD);
    assertShape(Shape.of(4, 2, 3), add, f32(2, 1), f32(4, 1, 3));
    assertType(new ValueType(DataType.INT64, Shape.of(2)), add, i64(1, 2), i64(3));
    assertRefused("do not broadcast", add, f32(2), f32(3));
    assertRefused("one type", add, f32(2), i64(1, 2));
    Tensor truth = Tensor.of(Shape.of(1), true);
    assertRefused("must be numbers", add, truth, truth);
    BatchNorm norm = new BatchNorm(1e-5f);
    assertShape(Shape.of(2, 3, 4), norm, f32(2, 3, 4), f32(3), f32(3), f32(3), f32(3));
    assertRefused("operand 4 must be [3]", norm, f32(2, 3, 4), f32(3), f32(3), f32(3), f32(4));
    assertRefused("channel axis", norm, f32(3), f32(3), f32(3), f32(3), f32(3));
    assertShape(Shape.of(2, 3), new Softmax(-1, false), f32(2, 3));
    assertRefused("outside", new Softmax(2, false), f32(2, 3));
    assertType(new ValueType(DataType.BOOL, Shape.of(2)), new Cast(DataType.BOOL), f32(2));
    assertType(new ValueType(DataType.INT64, Shape.of(1)), new Identity(), i64(3));
  }

  @Test
  void products() {
    Gemm gemm = new Gemm(1, 1, true, true);
    assertShape(Shape.of(2, 4), gemm, f32(3, 2), f32(4, 3), f32(4));
    assertRefused("do not multiply", gemm, f32(2, 3), f32(4, 3));
    assertRefused("must be matrices", gemm, f32(3), f32(4, 3));
    assertRefused("do not broadcast", gemm, f32(3, 2), f32(4, 3), f32(2));
    assertRefused("does not broadcast", gemm, f32(3, 2), f32(4, 3), f32(1, 2, 4));
    assertShape(Shape.of(5, 2, 4), new MatMul(), f32(5, 2, 3), f32(3, 4));
    assertShape(Shape.of(4), new MatMul(), f32(3), f32(3, 4));
    assertShape(Shape.of(2), new MatMul(), f32(2, 3), f32(3));
    assertShape(Shape.of(), new MatMul(), f32(3), f32(3));
    assertRefused("do not multiply", new MatMul(), f32(2, 3), f32(2, 3));
    assertRefused("do not broadcast", new MatMul(), f32(2, 2, 3), f32(5, 3, 2));
    assertRefused("scalar", new MatMul(), f32(), f32(3));
  }

  @Test
  void reshape() {
    Reshape op = new Reshape(false);
    assertShape(Shape.of(2, 12), op, f32(2, 3, 4), i64(0, -1));
    assertShape(Shape.of(0, 0), op, f32(0, 3), i64(0, -1));
    assertShape(Shape.of(0, 3), new Reshape(true), f32(3, 0), i64(0, 3));
    assertType(new ValueType(DataType.INT64, Shape.of()), op, i64(7), i64());
    assertRefused("more than one -1", op, f32(2, 3), i64(-1, -1));
    assertRefused("does not reshape", op, f32(2, 3), i64(4, -1));
    assertRefused("does not reshape", op, f32(2, 3), i64(7));
    assertRefused("negative", op, f32(2, 3), i64(-2, -3));
    assertRefused("outside", op, f32(6), i64(6, 0));
    assertRefused("overflow", op, f32(6), i64(1L << 40, 1L << 40));
  }

  @Test
  void ranks() {
    assertShape(Shape.of(2, 12), new Flatten(1), f32(2, 3, 4));
    assertShape(Shape.of(1, 24), new Flatten(0), f32(2, 3, 4));
    assertShape(Shape.of(24, 1), new Flatten(3), f32(2, 3, 4));
    assertShape(Shape.of(6, 4), new Flatten(-1), f32(2, 3, 4));
    assertRefused("outside", new Flatten(4), f32(2, 3, 4));
    assertShape(Shape.of(3), new Squeeze(), f32(1, 3, 1));
    assertShape(Shape.of(1, 3), new Squeeze(), f32(1, 3, 1), Tensor.vector(-1));
    assertRefused("not of size 1", new Squeeze(), f32(1, 3, 1), Tensor.vector(1));
    assertShape(Shape.of(1, 2, 3, 1), new Unsqueeze(), f32(2, 3), Tensor.vector(-1, 0));
    assertRefused("twice", new Unsqueeze(), f32(2), Tensor.vector(0, -3));
    assertRefused("outside", new Unsqueeze(), f32(2), Tensor.vector(4));
    assertRefused("outside", new Unsqueeze(), f32(2), Tensor.vector(1L << 32));
    assertShape(Shape.of(4, 3, 2), new Transpose(List.of()), f32(2, 3, 4));
    assertShape(Shape.of(3, 4, 2), new Transpose(List.of(1, 2, 0)), f32(2, 3, 4));
    assertRefused("no permutation", new Transpose(List.of(0, 0, 1)), f32(2, 3, 4));
    assertType(new ValueType(DataType.INT64, Shape.of(3)), new ShapeOf(), f32(2, 0, 4));
  }

  @Test
  void parts() {
    assertShape(Shape.of(2, 8), new Concat(1), f32(2, 3), f32(2, 0), f32(2, 5));
    assertRefused("does not fit operand 0", new Concat(1), f32(2, 3), f32(3, 3));
    assertRefused("does not fit operand 0", new Concat(0), f32(2), i64(1));
    assertRefused("does not fit operand 0", new Concat(0), f32(2), f32(2, 1));
    assertRefused("missing", new Concat(0));
    assertShape(Shape.of(2, 2), new Slice(), f32(2, 3), i64(1), i64(3), i64(-1));
    assertShape(Shape.of(1, 3), new Slice(), f32(2, 3), i64(1), i64(3), null, i64(1));
    assertRefused("step", new Slice(), f32(2, 3), i64(1), i64(3), null, i64(0));
    ConstantOfShape zeros = new ConstantOfShape(Tensor.of(Shape.of(1), 0));
    assertType(new ValueType(DataType.INT32, Shape.of(2, 3)), zeros, i64(2, 3));
    assertRefused("negative", zeros, i64(-1));
  }

  @Test
  void resize() {
    Tensor x = f32(1, 2, 10, 5);
    // In f32 10 * 0.7 is 7; 5 * 0.7 = 3.5
    Tensor scales = Tensor.of(Shape.of(4), 1f, 1f, 0.7f, 0.7f);
    assertShape(Shape.of(1, 2, 7, 3), NEAREST, x, scales);
    assertShape(Shape.of(1, 2, 3, 4), NEAREST, x, null, i64(1, 2, 3, 4));
    assertRefused("exactly one", NEAREST, x);
    assertRefused("exactly one", NEAREST, x, scales, i64(1, 2, 3, 4));
    assertRefused("one value per axis", NEAREST, x, null, i64(1, 2));
    assertRefused("must be positive", NEAREST, f32(4), Tensor.of(Shape.of(1), 0f));
    assertRefused("must be positive", NEAREST, f32(4), Tensor.of(Shape.of(1), Float.NaN));
    assertRefused("2^31", NEAREST, f32(4), Tensor.of(Shape.of(1), Float.POSITIVE_INFINITY));
  }

  @Test
  void namesTheNode() {
    Node node = new Node("sum", new Binary(Binary.Kind.ADD), List.of("a", "b"), List.of("c"));
    Map<String, ValueType> types =
        Map.of("a", ValueType.floats(Shape.of(2)), "b", ValueType.floats(Shape.of(3)));
    Exception e =
        assertThrows(ModelFormatException.class, () -> ShapeInference.infer(node, types, Map.of()));
    assertEquals("Add 'sum': shapes [2] and [3] do not broadcast", e.getMessage());
  }

  @Test
  void whatDecidesAShapeMustBeConstant() {
    Node node = new Node("r", new Reshape(false), List.of("x", "shape"), List.of("y"));
    Map<String, ValueType> types =
        Map.of(
            "x",
            ValueType.floats(Shape.of(2)),
            "shape",
            new ValueType(DataType.INT64, Shape.of(1)));
    assertThrows(ModelFormatException.class, () -> ShapeInference.infer(node, types, Map.of()));
    assertEquals(
        List.of(ValueType.floats(Shape.of(2))),
        ShapeInference.infer(node, types, Map.of("shape", i64(-1))));
  }

  @Test
  void refusesAResultThatNobodyComputes() {
    Node node = new Node("r", Activation.RELU, List.of("x"), List.of("y", "mask"));
    Map<String, ValueType> types = Map.of("x", ValueType.floats(Shape.of(2)));
    Exception e =
        assertThrows(ModelFormatException.class, () -> ShapeInference.infer(node, types, Map.of()));
    assertTrue(e.getMessage().contains("mask"), e.getMessage());
    Node unnamed = new Node("r", Activation.RELU, List.of("x"), List.of("y", ""));
    assertEquals(1, ShapeInference.infer(unnamed, types, Map.of()).size());
  }

  @Test
  void everyOperatorHasARule() {
    for (Class<?> type : Op.class.getPermittedSubclasses()) {
      assertTrue(ShapeRules.has(type), type + " has no shape rule");
    }
  }
}
