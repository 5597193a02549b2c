package io.sepconv.graph;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sepconv.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceBoundsTest {
  private static long[] of(long... values) {
    return values;
  }

  /** One axis of size 5, positions 0 to 4: which are read? */
  @ParameterizedTest
  @CsvSource({
    "0, 5, 1, 0, 5",
    "1, 3, 1, 1, 2", // 1 2
    "-2, 5, 1, 3, 2", // 3 4
    "0, -1, 1, 0, 4", // 0 1 2 3
    "0, 5, 2, 0, 3", // 0 2 4
    "1, 5, 2, 1, 2", // 1 3
    "0, 1000, 1, 0, 5", // clamped
    "-1000, 2, 1, 0, 2", // clamped
    "3, 2, 1, 3, 0", // nothing
    "5, 9, 1, 5, 0", // nothing
    "4, 0, -1, 4, 4", // 4 3 2 1: position 0 is the end and not read
    "4, -1000, -1, 4, 5", // 4 3 2 1 0
    "-1, -6, -1, 4, 5", // -6 wraps to -1, which is before position 0
    "100, 1, -2, 4, 2", // 4 2
    "0, 3, -1, 0, 0", // nothing
    "0, 9223372036854775807, 9223372036854775807, 0, 1",
    "4, -9223372036854775808, -9223372036854775808, 4, 1",
  })
  void oneAxis(long start, long end, long step, int first, int count) {
    SliceBounds bounds = SliceBounds.of(Shape.of(5), of(start), of(end), null, of(step));
    assertEquals(first, bounds.start()[0]);
    assertArrayEquals(new int[] {count}, bounds.count());
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "0, 0, -1", "-1, -100, -1", "5, -5, -2"})
  void nothingOfNothing(long start, long end, long step) {
    SliceBounds bounds = SliceBounds.of(Shape.of(0), of(start), of(end), null, of(step));
    assertEquals(Shape.of(0), bounds.shape());
  }

  @Test
  void namedAxesLeaveTheOthersWhole() {
    SliceBounds bounds = SliceBounds.of(Shape.of(2, 3, 4), of(1, 0), of(3, 1), of(-1, 0), of(1, 1));
    assertEquals(Shape.of(1, 3, 2), bounds.shape());
    assertArrayEquals(new int[] {0, 0, 1}, bounds.start());
  }

  @Test
  void firstAxesByDefault() {
    assertEquals(
        Shape.of(1, 2, 4),
        SliceBounds.of(Shape.of(2, 3, 4), of(0, 1), of(1, 3), null, null).shape());
  }

  @Test
  void refusesNonsense() {
    Shape x = Shape.of(2, 3);
    assertThrows(
        IllegalArgumentException.class, () -> SliceBounds.of(x, of(0), of(1), null, of(0)));
    assertThrows(
        IllegalArgumentException.class, () -> SliceBounds.of(x, of(0), of(1, 2), null, null));
    assertThrows(
        IllegalArgumentException.class, () -> SliceBounds.of(x, of(0), of(1), of(2), null));
    assertThrows(
        IllegalArgumentException.class,
        () -> SliceBounds.of(x, of(0, 0, 0), of(1, 1, 1), null, null));
    // 2^32 is not axis 0.
    assertThrows(
        IllegalArgumentException.class, () -> SliceBounds.of(x, of(0), of(1), of(1L << 32), null));
  }
}
