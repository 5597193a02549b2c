package io.sepconv.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final float NAN = Float.NaN;
  private static final float INFINITY = Float.POSITIVE_INFINITY;

  private static Agreement floats(float[] expected, float... actual) {
    return Agreement.of(
        Tensor.of(Shape.of(expected.length), expected), Tensor.of(Shape.of(actual.length), actual));
  }

  private static float[] of(float... values) {
    return values;
  }

  @Test
  void measuresAgainstTheLargestReference() {
    Agreement agreement = floats(of(-200, 1, 0), -200, 1.01f, 0);
    assertEquals(0.01, agreement.maxDifference(), 1e-8);
    assertEquals(200, agreement.maxReference());
    assertEquals(0.01 / 200, agreement.ratio(), 1e-9);
    assertEquals(1, agreement.worst());
    assertTrue(agreement.within(1e-4));
    assertFalse(agreement.within(4e-5));
  }

  @Test
  void failsJustBeyondTheTolerance() {
    assertTrue(floats(of(1024), 1024.0625f).within(Agreement.F32)); // 6.1e-5
    assertFalse(floats(of(1024), 1024.125f).within(Agreement.F32)); // 1.2e-4
    assertFalse(floats(of(1024), 1023.875f).within(Agreement.F32));
  }

  @Test
  void demandsEqualityOfZeros() {
    assertTrue(floats(of(0, 0), 0, -0f).within(0));
    Agreement tiny = floats(of(0, 0), 0, Float.MIN_VALUE);
    assertFalse(tiny.within(Agreement.F32));
    assertEquals(INFINITY, tiny.ratio());
  }

  @Test
  void acceptsNaNAndInfinityInTheSamePlaces() {
    Agreement agreement = floats(of(NAN, INFINITY, -INFINITY, 4), NAN, INFINITY, -INFINITY, 4);
    assertTrue(agreement.within(0));
    assertEquals(4, agreement.maxReference());
  }

  @Test
  void refusesNaNAndInfinityOnOneSide() {
    assertFalse(floats(of(1, 2), 1, NAN).within(1));
    assertFalse(floats(of(1, NAN), 1, 2).within(1));
    assertFalse(floats(of(1, 2), 1, INFINITY).within(1));
    assertFalse(floats(of(INFINITY, 2), Float.MAX_VALUE, 2).within(1));
    assertFalse(floats(of(INFINITY, 2), -INFINITY, 2).within(1));
    assertFalse(floats(of(INFINITY, 2), NAN, 2).within(1));
    assertEquals(INFINITY, floats(of(1, 2), 1, NAN).ratio());
  }

  @Test
  void refusesAnotherShapeOrType() {
    Tensor row = Tensor.of(Shape.of(1, 2), 1f, 2f);
    assertFalse(Agreement.of(row, row.reshape(Shape.of(2, 1))).within(1));
    assertFalse(Agreement.of(row, Tensor.of(Shape.of(1, 2), 1, 2)).within(1));
    assertEquals(
        "expected f32 [1, 2], not i32 [2]",
        Agreement.of(row, Tensor.of(Shape.of(2), 1, 2)).describe());
  }

  @Test
  void integersMustBeEqual() {
    // Both are 2^53 as doubles.
    Tensor expected = Tensor.vector(1L << 53);
    assertTrue(Agreement.of(expected, Tensor.vector(1L << 53)).within(0));
    Agreement off = Agreement.of(expected, Tensor.vector((1L << 53) + 1));
    assertFalse(off.within(1));
    assertEquals("element 0 is 9007199254740993, not 9007199254740992", off.describe());
  }

  @Test
  void truthValuesMustBeEqual() {
    Tensor expected = Tensor.of(Shape.of(2), true, false);
    assertTrue(Agreement.of(expected, Tensor.of(Shape.of(2), true, false)).within(0));
    assertFalse(Agreement.of(expected, Tensor.of(Shape.of(2), true, true)).within(1));
  }

  @Test
  void emptyTensorsAgree() {
    Agreement agreement = floats(of());
    assertTrue(agreement.within(0));
    assertEquals(0, agreement.ratio());
  }

  @Test
  void describes() {
    assertEquals(
        "max|diff| 0.500, max|ref| 2.00, ratio 0.25, worst at element 1",
        floats(of(1, 2), 1, 2.5f).describe());
    assertEquals("max|diff| 0.00, max|ref| 2.00, ratio 0.0", floats(of(1, 2), 1, 2).describe());
    assertEquals("element 1 is NaN, not 2.0", floats(of(1, 2), 1, NAN).describe());
  }
}
