package io.sepconv.reference;

import static io.sepconv.reference.OnnxRuntimeAgreement.CLOSE;
import static io.sepconv.reference.OnnxRuntimeAgreement.EQUAL;
import static io.sepconv.reference.OnnxRuntimeAgreement.check;

import io.sepconv.op.Activation;
import io.sepconv.op.AutoPad;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Concat;
import io.sepconv.op.ConstantOfShape;
import io.sepconv.op.Flatten;
import io.sepconv.op.Gemm;
import io.sepconv.op.GlobalPool;
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
import io.sepconv.testing.TestData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorsAgainstOnnxRuntimeTest {
  private static final int SEEDS = 6;

  /** All but Swish, which ONNX Runtime 1.17 does not have yet. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SWISH")
  void activation(Activation.Kind kind) {
    Activation op =
        switch (kind) {
          case LEAKY_RELU, ELU, CELU, THRESHOLDED_RELU -> new Activation(kind, 0.1f, 0);
          case CLIP -> new Activation(kind, -1.5f, 2);
          case HARD_SIGMOID, SELU -> new Activation(kind, 0.2f, 0.4f);
          default -> new Activation(kind, 0, 0);
        };
    boolean positive = kind == Activation.Kind.SQRT || kind == Activation.Kind.LOG;
    Tensor x = new TestData(1).floats(Shape.of(3, 5, 7), positive ? 0 : -8, 8);
    int opset =
        switch (kind) {
          case CLIP -> 6;
          case MISH -> 18;
          case GELU, GELU_TANH -> 20;
          default -> 14;
        };
    check("seed 1", CLOSE, op, opset, List.of(x));
  }

  @ParameterizedTest
  @CsvSource({
    "MAX, 1",
    "MAX, 2",
    "MAX, 3",
    "AVERAGE, 1",
    "AVERAGE, 2",
    "AVERAGE, 3",
  })
  void pool(Pool.Kind kind, int rank) {
    for (long seed = 0; seed < SEEDS; seed++) {
      TestData data = new TestData(seed);
      boolean dilated = kind == Pool.Kind.MAX && data.coin();
      boolean ceil = data.coin();
      // ONNX Runtime counts what hangs over the end in ceil mode until 1.20, unlike ONNX's text;
      // PoolEvaluatorTest has that case by hand.
      boolean countPad = kind == Pool.Kind.AVERAGE && !ceil && data.coin();
      List<Integer> x = new ArrayList<>(List.of(2, 3));
      List<List<Integer>> axes = new ArrayList<>();
      for (int i = 0; i < rank; i++) {
        axes.add(poolAxis(data, dilated, ceil));
        x.add(axes.get(i).get(5));
      }
      Pool op = new Pool(kind, window(axes), ceil, countPad);
      check("seed " + seed + ", x " + x, CLOSE, op, 12, List.of(data.floats(Shape.of(x))));
    }
  }

  /** Kernel, stride, dilation, begin, end and input of one axis. */
  private static List<Integer> poolAxis(TestData data, boolean dilated, boolean ceil) {
    while (true) {
      int kernel = data.between(1, 4);
      int stride = data.between(1, 3);
      int dilation = dilated ? data.between(1, 2) : 1;
      int begin = data.between(0, kernel / 2);
      int end = data.between(0, kernel / 2);
      int input = data.between(5, 12);
      // ONNX Runtime 1.17 keeps a last window that starts behind the input, newer ones drop it.
      int span = input + begin + end - (kernel - 1) * dilation - 1;
      int last = (span + stride - 1) / stride;
      if (span >= 0 && (!ceil || last * stride < input + begin)) {
        return List.of(kernel, stride, dilation, begin, end, input);
      }
    }
  }

  private static Window window(List<List<Integer>> axes) {
    List<List<Integer>> columns = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int column = i;
      columns.add(axes.stream().map(axis -> axis.get(column)).toList());
    }
    return new Window(
        columns.get(0),
        columns.get(1),
        columns.get(2),
        columns.get(3),
        columns.get(4),
        AutoPad.NOTSET);
  }

  @Test
  void dilatedAverage() {
    Window window = Window.uniform(List.of(2, 3), 1, 2, 1);
    Tensor x = new TestData(4).floats(Shape.of(1, 2, 7, 9));
    for (boolean countPad : new boolean[] {false, true}) {
      Pool op = new Pool(Pool.Kind.AVERAGE, window, false, countPad);
      check("seed 4", CLOSE, op, 19, List.of(x));
    }
  }

  @ParameterizedTest
  @EnumSource(Pool.Kind.class)
  void globalPool(Pool.Kind kind) {
    for (int rank = 1; rank <= 3; rank++) {
      Shape shape = Shape.of(Arrays.copyOf(new int[] {2, 3, 7, 5, 4}, rank + 2));
      Tensor x = new TestData(rank).floats(shape);
      check("seed " + rank, CLOSE, new GlobalPool(kind), 13, List.of(x));
    }
  }

  @ParameterizedTest
  @EnumSource(Resize.Coordinates.class)
  void resizeNearest(Resize.Coordinates coordinates) {
    for (Resize.Rounding rounding : Resize.Rounding.values()) {
      Resize op = new Resize(Resize.Mode.NEAREST, coordinates, rounding);
      Tensor x = new TestData(5).floats(Shape.of(1, 2, 5, 6));
      for (float[] scales : new float[][] {{1, 1, 2, 3}, {1, 1, 0.6f, 0.5f}, {1, 1, 1.2f, 1}}) {
        Tensor given = Tensor.of(Shape.of(4), scales);
        String problem = "seed 5, scales " + Arrays.toString(scales);
        check(problem, EQUAL, op, 13, Arrays.asList(x, given));
      }
      for (long[] sizes : new long[][] {{1, 2, 10, 9}, {1, 2, 3, 4}, {1, 2, 1, 1}}) {
        String problem = "seed 5, sizes " + Arrays.toString(sizes);
        check(problem, EQUAL, op, 13, Arrays.asList(x, null, Tensor.vector(sizes)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Resize.Coordinates.class)
  void resizeLinear(Resize.Coordinates coordinates) {
    Resize op = new Resize(Resize.Mode.LINEAR, coordinates, Resize.Rounding.ROUND_PREFER_FLOOR);
    Tensor x = new TestData(6).floats(Shape.of(2, 3, 5, 6));
    for (float[] scales : new float[][] {{1, 1, 2, 3}, {1, 1, 0.6f, 0.5f}, {1, 1, 1.3f, 2.7f}}) {
      Tensor given = Tensor.of(Shape.of(4), scales);
      String problem = "seed 6, scales " + Arrays.toString(scales);
      check(problem, CLOSE, op, 13, Arrays.asList(x, given));
    }
    for (long[] sizes : new long[][] {{2, 3, 10, 9}, {2, 3, 3, 4}, {2, 3, 1, 7}}) {
      String problem = "seed 6, sizes " + Arrays.toString(sizes);
      check(problem, CLOSE, op, 13, Arrays.asList(x, null, Tensor.vector(sizes)));
    }
    Tensor volume = new TestData(7).floats(Shape.of(1, 2, 3, 4, 5));
    Tensor scales = Tensor.of(Shape.of(5), 1, 1, 2, 1.5f, 0.8f);
    check("seed 7, scales " + scales, CLOSE, op, 13, Arrays.asList(volume, scales));
  }

  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.3f, 0.35f, 0.7f, 1.1f, 1.7f})
  void resizeFindsTheSameSize(float scale) {
    Resize op =
        new Resize(Resize.Mode.NEAREST, Resize.Coordinates.ASYMMETRIC, Resize.Rounding.FLOOR);
    for (int size = 10; size <= 60; size += 10) {
      Tensor x = new TestData(8).floats(Shape.of(size));
      check("size " + size, EQUAL, op, 13, List.of(x, Tensor.of(Shape.of(1), scale)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, -2, -1, 0, 1, 2, 3})
  void softmax(int axis) {
    Tensor x = new TestData(9).floats(Shape.of(2, 3, 4, 5), -20, 20);
    check("seed 9", CLOSE, new Softmax(axis, false), 13, List.of(x));
    check("seed 9", CLOSE, new Softmax(axis, true), 11, List.of(x));
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void gemm(boolean transA, boolean transB) {
    TestData data = new TestData(10);
    Tensor a = data.floats(transA ? Shape.of(7, 5) : Shape.of(5, 7));
    Tensor b = data.floats(transB ? Shape.of(3, 7) : Shape.of(7, 3));
    Gemm op = new Gemm(0.5f, 1.5f, transA, transB);
    check("seed 10, no C", CLOSE, op, 13, List.of(a, b));
    for (Shape shape :
        List.of(
            Shape.of(), Shape.of(1), Shape.of(3), Shape.of(5, 1), Shape.of(1, 3), Shape.of(5, 3))) {
      check("seed 10, C " + shape, CLOSE, op, 13, List.of(a, b, data.floats(shape)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'4,5', '5,3'",
    "'5', '5,3'",
    "'4,5', '5'",
    "'5', '5'",
    "'2,4,5', '5,3'",
    "'4,5', '2,5,3'",
    "'2,1,4,5', '3,5,2'",
    "'2,3,4,5', '2,1,5,6'",
    "'3,4,5', '5'",
    "'5', '3,5,2'",
  })
  void matMul(String a, String b) {
    TestData data = new TestData(11);
    List<Tensor> operands = List.of(data.floats(shape(a)), data.floats(shape(b)));
    check("seed 11, " + a + " by " + b, CLOSE, new MatMul(), 13, operands);
  }

  private static Shape shape(String dims) {
    return Shape.of(Arrays.stream(dims.split(",")).mapToInt(Integer::parseInt).toArray());
  }

  @Test
  void batchNorm() {
    for (Shape shape : List.of(Shape.of(4, 3), Shape.of(2, 3, 5), Shape.of(2, 3, 4, 5))) {
      TestData data = new TestData(12);
      Shape channels = Shape.of(3);
      List<Tensor> operands =
          List.of(
              data.floats(shape),
              data.floats(channels),
              data.floats(channels),
              data.floats(channels),
              data.floats(channels, 0.1f, 2));
      check("seed 12, x " + shape, CLOSE, new BatchNorm(1e-3f), 9, operands);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "POW")
  void binary(Binary.Kind kind) {
    TestData data = new TestData(13);
    Binary op = new Binary(kind);
    for (String[] shapes :
        new String[][] {{"2,3,4", "2,3,4"}, {"2,3,4", "4"}, {"3,1", "2,1,4"}, {"1", "2,3"}}) {
      Tensor a = data.floats(shape(shapes[0]));
      Tensor b = data.floats(shape(shapes[1]), 0.5f, 2);
      check("seed 13, " + Arrays.toString(shapes), CLOSE, op, 13, List.of(a, b));
    }
    Tensor longs = Tensor.vector(-7, 7, -8, 1L << 40);
    check("i64", EQUAL, op, 13, List.of(longs, Tensor.vector(2, -2, 3, 3)));
    Tensor ints = Tensor.of(Shape.of(2, 1), -7, 9);
    check("i32", EQUAL, op, 13, List.of(ints, Tensor.of(Shape.of(2), 2, -4)));
  }

  @Test
  void casts() {
    Tensor floats = Tensor.of(Shape.of(5), -2.7f, -0.5f, 0, 0.5f, 16777218f);
    Tensor longs = Tensor.vector(-3, 0, 1, 16777217, 1L << 31);
    Tensor ints = Tensor.of(Shape.of(3), -3, 0, 16777217);
    Tensor booleans = Tensor.of(Shape.of(2), true, false);
    for (DataType to : DataType.values()) {
      for (Tensor x : List.of(floats, longs, ints, booleans)) {
        check(x.toString(), EQUAL, new Cast(to), 13, List.of(x));
      }
    }
  }

  @Test
  void movesAndShapes() {
    TestData data = new TestData(14);
    Tensor x = data.floats(Shape.of(2, 3, 4));
    Tensor one = data.floats(Shape.of(1, 3, 1));
    moved(new Transpose(List.of()), x);
    moved(new Transpose(List.of(1, 2, 0)), x);
    moved(new Concat(-2), x, data.floats(Shape.of(2, 1, 4)), data.floats(Shape.of(2, 0, 4)));
    moved(new Flatten(0), x);
    moved(new Flatten(-1), x);
    moved(new Flatten(3), x);
    moved(new Reshape(false), x, Tensor.vector(0, -1));
    moved(new Squeeze(), one);
    moved(new Squeeze(), one, Tensor.vector(-1));
    moved(new Unsqueeze(), x, Tensor.vector(0, -1));
    moved(new ShapeOf(), x);
    moved(new ConstantOfShape(Tensor.of(Shape.of(1), 2.5f)), Tensor.vector(2, 3));
    moved(new ConstantOfShape(Tensor.vector(7)), Tensor.vector(0, 3));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 3, 1",
    "-2, 100, 1",
    "0, -1, 2",
    "-1, -100, -1",
    "3, 0, -2",
    "100, -100, -3",
    "3, 1, 1",
    "2, 3, 1000",
  })
  void slice(long start, long end, long step) {
    Tensor x = new TestData(15).floats(Shape.of(3, 5));
    Tensor axis = Tensor.vector(-1);
    moved(new Slice(), x, Tensor.vector(start), Tensor.vector(end), axis, Tensor.vector(step));
  }

  /** Squeeze and Unsqueeze have their axes as operands from opset 13 on. */
  private static void moved(Op op, Tensor... operands) {
    check(Arrays.toString(operands), EQUAL, op, 13, Arrays.asList(operands));
  }
}
