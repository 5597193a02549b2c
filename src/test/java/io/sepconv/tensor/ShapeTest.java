package io.sepconv.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeTest {
  @Test
  void countsElements() {
    assertEquals(1, Shape.of().size());
    assertEquals(24, Shape.of(2, 3, 4).size());
    assertEquals(0, Shape.of(2, 0, 4).size());
    assertEquals(12, Shape.of(2, 3, 4).size(1, 3));
    assertEquals(1, Shape.of(2, 3, 4).size(3, 3));
    assertEquals(1L << 62, Shape.of(1 << 30, 1 << 30, 4).size());
  }

  @Test
  void refusesWhatCannotBeCounted() {
    assertThrows(IllegalArgumentException.class, () -> Shape.of(1 << 30, 1 << 30, 8));
    assertThrows(IllegalArgumentException.class, () -> Shape.of(2, -1));
    assertThrows(IllegalArgumentException.class, () -> Shape.of(new long[] {1L << 31}));
    Shape hidden = Shape.of(0, 1 << 30, 1 << 30, 8);
    assertThrows(ArithmeticException.class, () -> hidden.size(1, 4));
  }

  @Test
  void negativeAxesCountFromTheEnd() {
    Shape shape = Shape.of(2, 3, 4);
    assertEquals(4, shape.dim(-1));
    assertEquals(2, shape.dim(-3));
    assertEquals(1, shape.axis(-2));
    assertThrows(IllegalArgumentException.class, () -> shape.dim(3));
    assertThrows(IllegalArgumentException.class, () -> shape.dim(-4));
    assertEquals(Shape.of(2, 3, 9), shape.with(-1, 9));
  }

  @Test
  void isImmutable() {
    int[] dims = {2, 3};
    Shape shape = Shape.of(dims);
    dims[0] = 9;
    shape.dims()[1] = 9;
    assertEquals(Shape.of(2, 3), shape);
    assertEquals("[2, 3]", shape.toString());
    assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
  }

  @Test
  void strides() {
    assertArrayEquals(new int[] {12, 4, 1}, Shape.of(2, 3, 4).rowMajorStrides());
    assertEquals(Shape.of(1, 1, 3), Shape.of(3).padRank(3));
    assertThrows(ArithmeticException.class, Shape.of(2, 1 << 16, 1 << 16)::rowMajorStrides);
    assertEquals(3, Shape.of(0, 1 << 16, 1 << 16).rowMajorStrides().length);
  }

  @ParameterizedTest
  @CsvSource({
    "'2,3', '2,3', '2,3'",
    "'2,3', '3', '2,3'",
    "'2,1', '3', '2,3'",
    "'4,1,3', '2,1', '4,2,3'",
    "'', '2,3', '2,3'",
    "'1', '0,3', '0,3'",
    "'2,0', '1,1', '2,0'",
  })
  void broadcasts(String a, String b, String expected) {
    assertEquals(shape(expected), Shape.broadcast(shape(a), shape(b)));
    assertEquals(shape(expected), Shape.broadcast(shape(b), shape(a)));
  }

  @ParameterizedTest
  @CsvSource({"'2,3', '2'", "'2', '3'", "'0', '2'"})
  void refusesToBroadcast(String a, String b) {
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> Shape.broadcast(shape(a), shape(b)));
    assertTrue(e.getMessage().contains(shape(a).toString()), e.getMessage());
  }

  private static Shape shape(String dims) {
    if (dims.isEmpty()) {
      return Shape.of();
    }
    String[] parts = dims.split(",");
    int[] sizes = new int[parts.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Integer.parseInt(parts[i]);
    }
    return Shape.of(sizes);
  }
}
