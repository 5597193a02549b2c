package io.sepconv.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.op.Activation;
import io.sepconv.op.Activation.Kind;
import io.sepconv.op.Binary;
import io.sepconv.op.Lrn;
import io.sepconv.op.Op;
import io.sepconv.op.PRelu;
import io.sepconv.op.Reduce;
import io.sepconv.op.Softmax;
import io.sepconv.tensor.DataType;
import io.sepconv.tensor.Shape;
import io.sepconv.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cases by hand of Lrn, PRelu, Reduce, LogSoftmax, Pow, and of what integers are given to. */
class NormalisationEvaluatorTest {
  private static Tensor evaluate(Op op, Tensor... operands) {
    return Evaluators.evaluate(op, List.of(operands)).get(0);
  }

  private static Tensor line(float... values) {
    return Tensor.of(Shape.of(values.length), values);
  }

  private static Tensor channels(float... values) {
    return Tensor.of(Shape.of(1, values.length, 1), values);
  }

  @Test
  void lrnOfAnOddSizeLooksAtBothSides() {
    // 1 + 3 / 3 * (own and neighbours' squares)
    assertEquals(
        channels(1 / 6f, 2 / 15f, 3 / 30f, 4 / 26f),
        evaluate(new Lrn(3, 3, 1, 1), channels(1, 2, 3, 4)));
  }

  @Test
  void lrnOfAnEvenSizeLooksFurtherAhead() {
    assertEquals(
        channels(1 / 5f, 2 / 13f, 3 / 25f, 4 / 16f),
        evaluate(new Lrn(2, 2, 1, 0), channels(1, 2, 3, 4)));
  }

  @Test
  void lrnMayBeWiderThanThereAreChannels() {
    Lrn widest = new Lrn(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 0);
    assertEquals(channels(1 / 5f, 2 / 5f), evaluate(widest, channels(1, 2)));
    assertThrows(IllegalArgumentException.class, () -> new Lrn(0, 1, 1, 1));
  }

  @Test
  void slopesAreThoseOfTheElement() {
    Tensor x = Tensor.of(Shape.of(2, 2), -1f, 2, -3, -4);
    Tensor perRow = Tensor.of(Shape.of(2, 1), 0.5f, 2);
    Tensor expected = Tensor.of(Shape.of(2, 2), -0.5f, 2, -6, -8);
    assertEquals(expected, evaluate(new PRelu(), x, perRow));
    assertThrows(IllegalArgumentException.class, () -> evaluate(new PRelu(), line(1), perRow));
  }

  @Test
  void logSoftmaxOfDistantValuesStaysFinite() {
    assertEquals(line(-1000, 0), evaluate(new Softmax(0, false, true), line(-1000, 0)));
  }

  @Test
  void reductionsOfNothing() {
    Tensor nothing = Tensor.zeros(DataType.FLOAT32, Shape.of(2, 0));
    Tensor rows = Tensor.vector(1);
    float infinity = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;
    assertEquals(line(0, 0), evaluate(reduce(Reduce.Kind.SUM), nothing, rows));
    assertEquals(line(nan, nan), evaluate(reduce(Reduce.Kind.MEAN), nothing, rows));
    assertEquals(line(-infinity, -infinity), evaluate(reduce(Reduce.Kind.MAX), nothing, rows));
    assertEquals(line(infinity, infinity), evaluate(reduce(Reduce.Kind.MIN), nothing, rows));
    assertEquals(line(1, 1), evaluate(reduce(Reduce.Kind.PROD), nothing, rows));
    for (Reduce.Kind kind : List.of(Reduce.Kind.L1, Reduce.Kind.L2, Reduce.Kind.SUM_SQUARE)) {
      assertEquals(line(0, 0), evaluate(reduce(kind), nothing, rows));
    }

    Tensor columns = Tensor.vector(0);
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      assertEquals(line(), evaluate(reduce(kind), nothing, columns));
    }

    Tensor noLongs = Tensor.zeros(DataType.INT64, Shape.of(0));
    Tensor noInts = Tensor.zeros(DataType.INT32, Shape.of(0));
    assertEquals(Tensor.of(Shape.of(), Long.MIN_VALUE), evaluate(reduce(Reduce.Kind.MAX), noLongs));
    assertEquals(
        Tensor.of(Shape.of(), Integer.MAX_VALUE), evaluate(reduce(Reduce.Kind.MIN), noInts));
    assertThrows(IllegalArgumentException.class, () -> evaluate(reduce(Reduce.Kind.MEAN), noLongs));
  }

  @Test
  void normsOfSingleElements() {
    Tensor x = line(-3, 0, 2);
    assertEquals(line(3, 0, 2), evaluate(new Reduce(Reduce.Kind.L1, true, true), x));
    assertEquals(line(3, 0, 2), evaluate(new Reduce(Reduce.Kind.L2, true, true), x));
    assertEquals(line(9, 0, 4), evaluate(new Reduce(Reduce.Kind.SUM_SQUARE, true, true), x));
    assertEquals(x, evaluate(new Reduce(Reduce.Kind.PROD, true, true), x));
  }

  /** 3^2 + 4^2 = 25, 1 + 1 + 1 = 3 and its root 1.7; squares that f32 could not hold. */
  @Test
  void norms() {
    assertEquals(Tensor.scalar(5), evaluate(reduce(Reduce.Kind.L2), line(3, -4)));
    assertEquals(Tensor.scalar(5e30f), evaluate(reduce(Reduce.Kind.L2), line(3e30f, -4e30f)));
    assertEquals(
        Tensor.of(Shape.of(), 1L), evaluate(reduce(Reduce.Kind.L2), Tensor.vector(1, 1, 1)));
    assertEquals(
        Tensor.of(Shape.of(), 6L), evaluate(reduce(Reduce.Kind.L1), Tensor.vector(1, -2, 3)));
    assertEquals(
        Tensor.of(Shape.of(), -6L), evaluate(reduce(Reduce.Kind.PROD), Tensor.vector(1, -2, 3)));
  }

  private static Reduce reduce(Reduce.Kind kind) {
    return new Reduce(kind, false, false);
  }

  @Test
  void sumsOfIntegersAreExact() {
    Tensor x = Tensor.vector((1L << 60) + 1, -3, 1);
    assertEquals(Tensor.of(Shape.of(), (1L << 60) - 1), evaluate(reduce(Reduce.Kind.SUM), x));
    assertEquals(
        Tensor.of(Shape.of(1), -1L),
        evaluate(new Reduce(Reduce.Kind.MEAN, true, false), Tensor.vector(-1, -2)));
  }

  @Test
  void noAxesMeanAllOrNone() {
    Tensor x = line(1, 2);
    assertEquals(Tensor.scalar(3), evaluate(new Reduce(Reduce.Kind.SUM, false, false), x));
    assertEquals(x, evaluate(new Reduce(Reduce.Kind.SUM, false, true), x));
    assertEquals(x, evaluate(new Reduce(Reduce.Kind.SUM, false, true), x, Tensor.vector()));
  }

  @Test
  void axesOutsideAreRefused() {
    Tensor axes = Tensor.vector(1);
    assertThrows(
        IllegalArgumentException.class, () -> evaluate(reduce(Reduce.Kind.SUM), line(1, 2), axes));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 4, 81",
    "-2, 3, -8",
    "0, 0, 1",
    "7, 0, 1",
    "3, 39, 4052555153018976267", // more digits than a double has
    "2, -1, 0",
    "1, -5, 1",
    "-1, -3, -1",
  })
  void integerPowers(long base, long exponent, long expected) {
    Binary pow = new Binary(Binary.Kind.POW);
    assertEquals(
        Tensor.vector(expected), evaluate(pow, Tensor.vector(base), Tensor.vector(exponent)));
  }

  @Test
  void functionsWithoutIntegersRefuseThem() {
    for (Kind kind : Kind.values()) {
      Activation op = new Activation(kind, 0, 0);
      if (kind.hasIntegers()) {
        assertEquals(DataType.INT64, evaluate(op, Tensor.vector(4)).type());
      } else {
        Exception e =
            assertThrows(
                IllegalArgumentException.class, () -> evaluate(op, Tensor.vector(4)), op.type());
        assertEquals("operand 0 must be f32, not i64 [1]", e.getMessage());
        assertThrows(
            IllegalArgumentException.class, () -> Activations.applyToInteger(op, 4), op.type());
      }
    }
    Tensor truth = Tensor.of(Shape.of(1), true);
    assertThrows(IllegalArgumentException.class, () -> evaluate(Activation.RELU, truth));
    assertThrows(IllegalArgumentException.class, () -> evaluate(reduce(Reduce.Kind.MAX), truth));
    Binary pow = new Binary(Binary.Kind.POW);
    assertThrows(IllegalArgumentException.class, () -> evaluate(pow, line(1), truth));
  }
}
