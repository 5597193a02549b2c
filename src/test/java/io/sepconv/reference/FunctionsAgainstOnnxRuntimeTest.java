package io.sepconv.reference;

import static io.sepconv.reference.OnnxRuntimeAgreement.CLOSE;
import static io.sepconv.reference.OnnxRuntimeAgreement.EQUAL;
import static io.sepconv.reference.OnnxRuntimeAgreement.check;

import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Binary;
import io.sepconv.op.Lrn;
import io.sepconv.op.PRelu;
import io.sepconv.op.Reduce;
import io.sepconv.op.Softmax;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import io.sepconv.testing.TestData;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Powers, PRelu, LRN, LogSoftmax, reductions, and element-wise functions at their corners. */
class FunctionsAgainstOnnxRuntimeTest {
  private static final Tensor CORNERS =
      Tensor.of(
          Shape.of(14), -88, -9, -2.5f, -1.5f, -0.5f, -0f, 0, 1e-20f, 0.5f, 1, 1.5f, 2.5f, 9, 88);

  @ParameterizedTest
  @EnumSource(names = {"ROUND", "FLOOR", "CEIL", "SIGN", "NEG", "ABS", "THRESHOLDED_RELU"})
  void exactAtCorners(Kind kind) {
    check("corners", EQUAL, new Activation(kind, 1.5f, 0), 13, List.of(CORNERS));
  }

  @ParameterizedTest
  @EnumSource(names = {"SOFTPLUS", "SOFTSIGN", "ERF", "SELU", "CELU", "ELU", "TANH"})
  void closeAtCorners(Kind kind) {
    check("corners", CLOSE, new Activation(kind, 0.5f, 2), 13, List.of(CORNERS));
  }

  @ParameterizedTest
  @EnumSource(names = {"ABS", "NEG", "SIGN", "RELU"})
  void onIntegers(Kind kind) {
    Activation op = new Activation(kind, 0, 0);
    if (kind != Kind.RELU) { // ONNX Runtime has no Relu on i64
      check("i64", EQUAL, op, 14, List.of(Tensor.vector(-3, 0, 7, -(1L << 40))));
    }
    check("i32", EQUAL, op, 14, List.of(Tensor.of(Shape.of(3), -3, 0, 7)));
  }

  @Test
  void powers() {
    Binary pow = new Binary(Binary.Kind.POW);
    TestData data = new TestData(21);
    Tensor x = data.floats(Shape.of(2, 3), 0.2f, 3);
    Tensor exponents = Tensor.of(Shape.of(3), -1.5f, 0.5f, 2);
    Tensor longs = Tensor.vector(0, 2, 3);
    Tensor ints = Tensor.of(Shape.of(3), 0, 2, 3);
    for (Tensor exponent : List.of(exponents, longs, ints)) {
      check(exponent.toString(), CLOSE, pow, 15, List.of(x, exponent));
    }
    Tensor bases = Tensor.vector(-7, 5, 11);
    Tensor small = Tensor.of(Shape.of(3), -7, 5, 11);
    Tensor floats = Tensor.of(Shape.of(3), 2f, 0.5f, 3);
    for (Tensor base : List.of(bases, small)) {
      for (Tensor exponent : List.of(longs, ints, floats)) {
        check(base + " to " + exponent, EQUAL, pow, 15, List.of(base, exponent));
      }
    }
  }

  @Test
  void equality() {
    Binary equal = new Binary(Binary.Kind.EQUAL);
    Tensor column = Tensor.of(Shape.of(2, 1), true, false);
    check("bool", EQUAL, equal, 13, List.of(column, Tensor.of(Shape.of(2), true, false)));
    Tensor wide = Tensor.vector(1L << 53, (1L << 53) + 1);
    check("i64", EQUAL, equal, 13, List.of(wide, Tensor.vector((1L << 53) + 1)));
    Tensor numbers = Tensor.of(Shape.of(4), Float.NaN, -0f, 1, 2);
    check("f32", EQUAL, equal, 13, List.of(numbers, Tensor.of(Shape.of(4), Float.NaN, 0, 1, 3)));
  }

  @Test
  void slopes() {
    TestData data = new TestData(22);
    Tensor x = data.floats(Shape.of(2, 3, 4, 5));
    for (Shape slope :
        List.of(Shape.of(1), Shape.of(5), Shape.of(3, 1, 1), Shape.of(2, 1, 4, 1), x.shape())) {
      check("seed 22, " + slope, CLOSE, new PRelu(), 16, List.of(x, data.floats(slope)));
    }
  }

  /** ONNX Runtime has LRN of rank 4 and of odd sizes only; LrnEvaluatorTest has the others. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 5, 11})
  void lrn(int size) {
    Tensor x = new TestData(23).floats(Shape.of(2, 7, 3, 4), -5, 5);
    check("seed 23", CLOSE, new Lrn(size, 0.4f, 0.6f, 1.2f), 13, List.of(x));
  }

  @ParameterizedTest
  @ValueSource(ints = {-4, -1, 0, 1, 2, 3})
  void logSoftmax(int axis) {
    Tensor x = new TestData(24).floats(Shape.of(2, 3, 4, 5), -20, 20);
    check("seed 24", CLOSE, new Softmax(axis, false, true), 13, List.of(x));
    check("seed 24", CLOSE, new Softmax(axis, true, true), 11, List.of(x));
  }

  @ParameterizedTest
  @EnumSource(Reduce.Kind.class)
  void reductions(Reduce.Kind kind) {
    // ONNX Runtime 1.17 then hands x on; today's text of ONNX has the squares and magnitudes taken.
    boolean disputed =
        Set.of(Reduce.Kind.L1, Reduce.Kind.L2, Reduce.Kind.SUM_SQUARE).contains(kind);
    TestData data = new TestData(25);
    Tensor x = data.floats(Shape.of(2, 3, 4, 5));
    Tensor longs = Tensor.of(Shape.of(2, 3), -7L, 3, 9, 5, -2, 1);
    Tensor ints = Tensor.of(Shape.of(2, 3), -7, 3, 9, 5, -2, 1);
    for (boolean keep : new boolean[] {false, true}) {
      for (boolean noop : new boolean[] {false, true}) {
        Reduce op = new Reduce(kind, keep, noop);
        if (!noop) { // ONNX Runtime 1.17 then wants the operand to be there, if only empty
          check("no axes", CLOSE, op, 18, List.of(x));
        }
        if (!noop || !disputed) {
          check("seed 25, axes []", CLOSE, op, 18, List.of(x, Tensor.vector()));
        }
        for (long[] axes : new long[][] {{0}, {-1}, {3, 1}, {0, 1, 2, 3}}) {
          String problem = "seed 25, axes " + Arrays.toString(axes);
          check(problem, CLOSE, op, 18, List.of(x, Tensor.vector(axes)));
        }
        for (long[] axes : new long[][] {{0}, {-1}, {0, 1}}) {
          String problem = "axes " + Arrays.toString(axes);
          check(problem, EQUAL, op, 18, List.of(ints, Tensor.vector(axes)));
          if (kind != Reduce.Kind.MEAN) { // ONNX Runtime has the mean of i32 only
            check(problem, EQUAL, op, 18, List.of(longs, Tensor.vector(axes)));
          }
        }
      }
    }
  }
}
