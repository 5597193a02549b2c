package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.BatchNorm;
import io.sepconv.op.Binary;
import io.sepconv.op.Cast;
import io.sepconv.op.Op;
import io.sepconv.op.Softmax;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Activations, BatchNorm, Binary, Cast and Softmax. */
class ElementwiseEvaluatorTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static Tensor line(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static Tensor evaluate(Op op, Tensor... operands) {
    return Evaluators.evaluate(op, List.of(operands)).get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTITY, 0, 0, -3, -3",
    "RELU, 0, 0, -3, 0",
    "RELU, 0, 0, 3, 3",
    "LEAKY_RELU, 0.5, 0, -3, -1.5",
    "LEAKY_RELU, 0.5, 0, 3, 3",
    "CLIP, -1, 6, -3, -1",
    "CLIP, -1, 6, 3, 3",
    "CLIP, -1, 6, 9, 6",
    "CLIP, -1, Infinity, 9, 9",
    "SIGMOID, 0, 0, 0, 0.5",
    "SIGMOID, 0, 0, 1, 0.7310585786300049", // 1 / (1 + 1 / e)
    "SIGMOID, 0, 0, -1000, 0",
    "SIGMOID, 0, 0, 1000, 1",
    "HARD_SIGMOID, 0.25, 0.5, 1, 0.75", // 0.25 * 1 + 0.5
    "HARD_SIGMOID, 0.25, 0.5, -3, 0",
    "HARD_SIGMOID, 0.25, 0.5, 3, 1",
    "HARD_SWISH, 0, 0, -4, 0",
    "HARD_SWISH, 0, 0, -1.5, -0.375", // -1.5 * (-0.25 + 0.5)
    "HARD_SWISH, 0, 0, 1.5, 1.125", // 1.5 * (0.25 + 0.5)
    "HARD_SWISH, 0, 0, 4, 4",
    "TANH, 0, 0, 0.5, 0.46211715726000973",
    "ELU, 0.5, 0, -1, -0.31606027941427883", // (1 / e - 1) / 2
    "ELU, 0.5, 0, 2, 2",
    "ABS, 0, 0, -3, 3",
    "NEG, 0, 0, 3, -3",
    "RECIPROCAL, 0, 0, -4, -0.25",
    "SIGN, 0, 0, -4, -1",
    "LOG, 0, 0, 2.718281828459045, 1",
    "FLOOR, 0, 0, -1.5, -2",
    "CEIL, 0, 0, -1.5, -1",
    "ROUND, 0, 0, 2.5, 2",
    "ROUND, 0, 0, 3.5, 4",
    "ROUND, 0, 0, -0.5, -0",
    "ERF, 0, 0, 0.5, 0.5204998778130465",
    "ERF, 0, 0, -3, -0.9999779095030014",
    "ERF, 0, 0, Infinity, 1",
    "SOFTPLUS, 0, 0, 0, 0.6931471805599453", // log 2
    "SOFTPLUS, 0, 0, 1000, 1000",
    "SOFTPLUS, 0, 0, -1000, 0",
    "SOFTSIGN, 0, 0, -3, -0.75",
    "SELU, 0.5, 2, -1, -0.6321205588285577", // 1 / e - 1
    "SELU, 0.5, 2, 3, 6",
    "CELU, 2, 0, -2, -1.2642411176571153", // 2 * (1 / e - 1)
    "CELU, 2, 0, 3, 3",
    "THRESHOLDED_RELU, 2, 0, 2, 0",
    "THRESHOLDED_RELU, 2, 0, 2.5, 2.5",
    "THRESHOLDED_RELU, -2, 0, -1, -1",
    "MISH, 0, 0, 1, 0.8650983882673103",
    "MISH, 0, 0, -1000, -0",
    "GELU, 0, 0, 1, 0.8413447460685429",
    "GELU, 0, 0, -1, -0.15865525393145707",
    "GELU_TANH, 0, 0, 1, 0.8411919906082768",
    "SWISH, 1, 0, 1, 0.7310585786300049",
    "SWISH, 2, 0, -0.5, -0.13447071068499756", // -1/2 / (1 + e)
    "EXP, 0, 0, 1, 2.718281828459045",
    "SQRT, 0, 0, 9, 3",
    "SQRT, 0, 0, -1, NaN",
  })
  void activations(Kind kind, float alpha, float beta, double x, double y) {
    assertEquals(y, Activations.apply(new Activation(kind, alpha, beta), x), 1e-15);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nanStaysNan(Kind kind) {
    assertEquals(NAN, Activations.apply(new Activation(kind, 0, 6), NAN));
    assertEquals(line(NAN), evaluate(new Activation(kind, 0, 6), line(NAN)));
  }

  @Test
  void batchNorm() {
    Tensor x = Tensor.of(Shape.of(1, 2, 2), 1f, 3f, 5f, 7f);
    // scale * (x - mean) / sqrt(variance + epsilon) + bias
    assertEquals(
        Tensor.of(
            Shape.of(1, 2, 2),
            2 * (1 - 2) / 2f + 10,
            2 * (3 - 2) / 2f + 10,
            3 * (5 - 4) / 4f + 20,
            3 * (7 - 4) / 4f + 20),
        evaluate(new BatchNorm(1), x, line(2, 3), line(10, 20), line(2, 4), line(3, 15)));
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, 7, 2, 9",
    "SUB, 7, 2, 5",
    "MUL, 7, 2, 14",
    "DIV, 7, 2, 3.5",
    "MIN, 7, 2, 2",
    "MAX, 7, 2, 7",
    "MIN, 7, NaN, NaN",
    "MAX, NaN, 2, NaN",
    "DIV, 1, 0, Infinity",
  })
  void binary(Binary.Kind kind, float a, float b, float y) {
    assertEquals(line(y), evaluate(new Binary(kind), line(a), line(b)));
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, 7, 2, 9",
    "SUB, 2, 7, -5",
    "MUL, 7, -2, -14",
    "DIV, 7, 2, 3",
    "DIV, -7, 2, -3",
    "MIN, 7, 2, 2",
    "MAX, 7, 2, 7",
  })
  void integerBinary(Binary.Kind kind, int a, int b, int y) {
    Binary op = new Binary(kind);
    assertEquals(Tensor.vector(y), evaluate(op, Tensor.vector(a), Tensor.vector(b)));
    assertEquals(
        Tensor.of(Shape.of(1), y),
        evaluate(op, Tensor.of(Shape.of(1), a), Tensor.of(Shape.of(1), b)));
  }

  @Test
  void integersDoNotGoThroughFloats() {
    assertEquals(
        Tensor.vector((1L << 60) + 1),
        evaluate(new Binary(Binary.Kind.ADD), Tensor.vector(1L << 60), Tensor.vector(1)));
    Binary div = new Binary(Binary.Kind.DIV);
    assertThrows(
        IllegalArgumentException.class, () -> evaluate(div, Tensor.vector(1), Tensor.vector(0)));
  }

  @Test
  void broadcasting() {
    Tensor column = Tensor.of(Shape.of(2, 1), 1f, 2f);
    Tensor row = line(10, 20, 30);
    assertEquals(
        Tensor.of(Shape.of(2, 3), 10f - 1, 20f - 1, 30f - 1, 10f - 2, 20f - 2, 30f - 2),
        evaluate(new Binary(Binary.Kind.SUB), row, column));
    Tensor perChannel = Tensor.of(Shape.of(1, 2, 1, 1), 10f, 100f);
    Tensor x = Tensor.of(Shape.of(2, 2, 1, 2), 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f);
    assertEquals(
        Tensor.of(Shape.of(2, 2, 1, 2), 10f, 20f, 300f, 400f, 50f, 60f, 700f, 800f),
        evaluate(new Binary(Binary.Kind.MUL), x, perChannel));
    assertEquals(
        line(11, 12), evaluate(new Binary(Binary.Kind.ADD), line(1, 2), Tensor.scalar(10)));
  }

  @Test
  void casts() {
    Tensor x = line(-2.7f, 0, 0.5f, 3e9f, NAN);
    assertEquals(Tensor.vector(-2, 0, 0, 3_000_000_000L, 0), evaluate(new Cast(DataType.INT64), x));
    assertEquals(
        Tensor.of(Shape.of(5), -2, 0, 0, Integer.MAX_VALUE, 0),
        evaluate(new Cast(DataType.INT32), x));
    assertEquals(
        Tensor.of(Shape.of(5), true, false, true, true, true),
        evaluate(new Cast(DataType.BOOL), x));
    assertEquals(x, evaluate(new Cast(DataType.FLOAT32), x));
    // 2^60 + 2^36 + 1 is just above half way between two floats; through double it would be half
    Tensor big = Tensor.vector((1L << 60) + (1L << 36) + 1, (1L << 32) + 5);
    assertEquals(line(0x1.000002p60f, 0x1p32f), evaluate(new Cast(DataType.FLOAT32), big));
    assertEquals(Tensor.of(Shape.of(2), 1, 5), evaluate(new Cast(DataType.INT32), big));
    Tensor truth = Tensor.of(Shape.of(2), true, false);
    assertEquals(line(1, 0), evaluate(new Cast(DataType.FLOAT32), truth));
    assertEquals(Tensor.vector(1, 0), evaluate(new Cast(DataType.INT64), truth));
    assertEquals(truth, evaluate(new Cast(DataType.BOOL), Tensor.vector(-3, 0)));
  }

  @Test
  void softmax() {
    // e^ln1, e^ln3: 1 / 4, 3 / 4
    float ln3 = (float) Math.log(3);
    Tensor x = Tensor.of(Shape.of(2, 2), 0f, ln3, ln3, 0f);
    assertEquals(
        Tensor.of(Shape.of(2, 2), 0.25f, 0.75f, 0.75f, 0.25f), evaluate(new Softmax(-1, false), x));
    assertEquals(
        Tensor.of(Shape.of(2, 2), 0.25f, 0.75f, 0.75f, 0.25f), evaluate(new Softmax(0, false), x));
    // 1, 3, 3, 1 of 8 together
    assertEquals(
        Tensor.of(Shape.of(2, 2), 0.125f, 0.375f, 0.375f, 0.125f),
        evaluate(new Softmax(0, true), x));
    Tensor cube = Tensor.of(Shape.of(1, 2, 2), 0f, 0f, ln3, 0f);
    assertEquals(
        Tensor.of(Shape.of(1, 2, 2), 0.25f, 0.5f, 0.75f, 0.5f),
        evaluate(new Softmax(1, false), cube));
  }

  @Test
  void softmaxDoesNotOverflow() {
    assertEquals(line(0.5f, 0.5f, 0), evaluate(new Softmax(0, false), line(1000, 1000, -1000)));
    assertEquals(line(0, 1), evaluate(new Softmax(0, false), line(-INFINITY, 3)));
  }
}
